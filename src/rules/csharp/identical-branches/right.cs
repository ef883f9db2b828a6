class Shop
{
    void Sell()
    {
        var price = member ? reduced : full; // RIGHT
        if (urgent) { Send(all); } else { Send(owner); } // RIGHT
        if (a) { One(); } else if (b) { Two(); } else { One(); } // RIGHT
    }
}

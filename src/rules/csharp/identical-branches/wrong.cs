class Shop
{
    void Sell()
    {
        var price = member ? full : full; // WRONG
        if (urgent) { Send(all); } else { Send(all); } // WRONG
        if (late) Send(all); else Send(all); // WRONG
    }
}

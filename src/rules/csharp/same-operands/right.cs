class Item
{
    bool Same(Item old, Item next)
    {
        if (old.Id == next.Id) return true; // RIGHT
        var nan = ratio != ratio; // RIGHT
        return Read() == Read(); // RIGHT
    }
}

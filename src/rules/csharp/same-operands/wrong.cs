class Item
{
    bool Same(Item old, Item next)
    {
        if (old.Id == old.Id) return true; // WRONG
        var full = size >= size; // WRONG
        return ready && ready; // WRONG
    }
}

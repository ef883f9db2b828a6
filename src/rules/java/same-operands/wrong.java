class Item {
  boolean same(Item old, Item next) {
    if (old.id == old.id) return true; // WRONG
    if (size > 0 && size > 0) return false; // WRONG
    return name.equals(name); // WRONG
  }
}

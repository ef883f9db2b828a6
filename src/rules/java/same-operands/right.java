class Item {
  boolean same(Item old, Item next, double f) {
    if (old.id == next.id) return true; // RIGHT
    if (f != f) return false; // RIGHT
    if (read() == read()) return false; // RIGHT
    return name.equals(next.name); // RIGHT
  }
}

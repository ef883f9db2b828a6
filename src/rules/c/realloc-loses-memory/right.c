void grow(struct bag *bag) {
  void *grown = realloc(list, size); // RIGHT
  bag->items = xrealloc(bag->items, size); // RIGHT
  other = realloc(list, size); // RIGHT
}

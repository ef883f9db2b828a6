void grow(struct bag *bag) {
  list = realloc(list, size); // WRONG
  bag->items = (int *)realloc(bag->items, 2 * size); // WRONG
}

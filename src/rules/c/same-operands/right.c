int same(struct item *a, struct item *b) {
  if (a->id == b->id) return 1; // RIGHT
  if (ratio != ratio) return 0; // RIGHT
  return getchar() == getchar(); // RIGHT
}

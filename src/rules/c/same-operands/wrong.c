int same(struct item *a, struct item *b) {
  if (a->id == a->id) return 1; // WRONG
  if (size >= size) return 0; // WRONG
  return ready && ready; // WRONG
}

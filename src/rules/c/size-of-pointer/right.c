void clear(struct key *key, int count) {
  char local[32];
  memset(key, 0, sizeof(*key)); // RIGHT
  memset(local, 0, sizeof(local)); // RIGHT
  memcpy(key, other, sizeof(struct key)); // RIGHT
  memset(&count, 0, sizeof(count)); // RIGHT
}

void clear(struct key *key, char name[32]) {
  memset(key, 0, sizeof(key)); // WRONG
  strncpy(name, "none", sizeof(name)); // WRONG
  memcpy(key, other, sizeof key); // WRONG
}

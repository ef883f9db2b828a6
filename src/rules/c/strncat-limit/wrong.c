void add(const char *name) {
  char path[64] = "/srv/";
  strncat(path, name, strlen(name)); // WRONG
  strncat(path, name, strlen(name) + 1); // WRONG
  strncat(path, name, sizeof(path)); // WRONG
  strncat(path, name, sizeof path - 1); // WRONG
}

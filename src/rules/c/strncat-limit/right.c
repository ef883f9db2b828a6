void add(const char *name) {
  char path[64] = "/srv/";
  strncat(path, name, sizeof path - strlen(path) - 1); // RIGHT
  strncat(path, name, left); // RIGHT
  strncpy(path, name, sizeof path - 1); // RIGHT
  strncat(path, name, 8); // RIGHT
}

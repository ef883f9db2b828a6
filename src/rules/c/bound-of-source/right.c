void keep(const char *input) {
  char name[16];
  char *copy = malloc(strlen(input) + 1);
  snprintf(name, sizeof name, "%s", input); // RIGHT
  strncpy(name, input, sizeof name - 1); // RIGHT
  strncpy(copy, input, strlen(input) + 1); // RIGHT
}

void keep(const char *input) {
  char name[16];
  strncpy(name, input, strlen(input)); // WRONG
  strncat(name, input, strlen(input) + 1); // WRONG
}

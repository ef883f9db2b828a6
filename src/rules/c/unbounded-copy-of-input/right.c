int main(int argc, char **argv) {
  char path[64];
  snprintf(path, sizeof path, "%s", argv[1]); // RIGHT
  strcpy(path, "/tmp"); // RIGHT
  char *copy = malloc(strlen(argv[1]) + 1);
  sprintf(path, "%d", argc); // RIGHT
  strcpy(path, name); // RIGHT
}

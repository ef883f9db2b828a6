void spill(void) {
  char *name = tmpnam(NULL); // WRONG
  int file = open(mktemp(template), O_RDWR | O_CREAT, 0600); // WRONG
}

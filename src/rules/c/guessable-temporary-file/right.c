void spill(void) {
  int file = mkstemp(template); // RIGHT
  char *folder = mkdtemp(template); // RIGHT
  FILE *stream = tmpfile(); // RIGHT
  stats->mktemp = 0; // RIGHT
}

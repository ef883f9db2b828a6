void show(char *line, struct note *note) {
  printf("%s", line); // RIGHT
  fprintf(stderr, USAGE); // RIGHT
  printf(format, line); // RIGHT
  fprintf(stderr, usage_text); // RIGHT
  printf(_("done\n")); // RIGHT
}

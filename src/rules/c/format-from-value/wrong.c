void show(char *line, struct note *note) {
  printf(line); // WRONG
  fprintf(stderr, note->text); // WRONG
  syslog(LOG_ERR, line); // WRONG
  snprintf(out, sizeof out, argv[1]); // WRONG
}

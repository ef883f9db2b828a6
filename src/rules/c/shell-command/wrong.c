void list(char *path) {
  char command[99];
  snprintf(command, sizeof command, "ls %s", path);
  system(command); // WRONG
  FILE *in = popen(getenv("PAGER"), "w"); // WRONG
  system(argv[1]); // WRONG
}

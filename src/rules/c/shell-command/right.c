void list(char *path) {
  char command[99];
  snprintf(command, sizeof command, "kill %d", pid);
  system(command); // RIGHT
  FILE *in = popen("sort", "w"); // RIGHT
  execlp("ls", "ls", "--", path, (char *)0); // RIGHT
  snprintf(title, sizeof title, "of %s", path);
  system(clear); // RIGHT
}

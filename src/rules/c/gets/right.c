void ask(FILE *in) {
  char name[32];
  fgets(name, sizeof name, in); // RIGHT
  scanf("%31s", name); // RIGHT
  fscanf(in, "%d %*s", &age); // RIGHT
  sscanf(line, "100%%s %d", &age); // RIGHT
}

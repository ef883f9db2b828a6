void ask(FILE *in) {
  char name[32];
  gets(name); // WRONG
  scanf("%s", name); // WRONG
  fscanf(in, "%d %s", &age, name); // WRONG
  sscanf(line, "%[^,]", name); // WRONG
}

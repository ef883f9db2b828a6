int main(int argc, char **argv) {
  char path[64];
  strcpy(path, argv[1]); // WRONG
  strcat(path, getenv("HOME")); // WRONG
  sprintf(path, "/tmp/%s", optarg); // WRONG
}

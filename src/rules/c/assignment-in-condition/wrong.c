void step(int state, char *p) {
  if (state = 2) stop(); // WRONG
  while (*p = 'x') p++; // WRONG
  if (p = NULL) stop(); // WRONG
}

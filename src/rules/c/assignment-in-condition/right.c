void step(int state, char *p) {
  if (state == 2) stop(); // RIGHT
  while ((c = *p++)) use(c); // RIGHT
  if ((p = find(state)) == NULL) stop(); // RIGHT
}

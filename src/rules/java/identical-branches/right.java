class View {
  Mode mode(boolean wrap, boolean tall) {
    if (wrap) { // RIGHT
      return noWrap(false);
    } else {
      return noWrap(true);
    }
  }
  int width(boolean wide, boolean tall) {
    if (wide) n = 80; // RIGHT
    else if (tall) n = 40; // RIGHT
    else n = 40;
    return wide ? 80 : 40; // RIGHT
  }
}

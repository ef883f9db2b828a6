class View {
  Mode mode(boolean wrap) {
    if (wrap /* WRONG */) {
      return noWrap(true);
    } else {
      return noWrap(true);
    }
  }
  int width(boolean wide) {
    return wide ? 80 : 80; // WRONG
  }
}

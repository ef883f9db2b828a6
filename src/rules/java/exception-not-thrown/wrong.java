class Check {
  void check(int size) {
    if (size < 0) new IllegalArgumentException("size"); // WRONG
    if (size > 9) {
      new java.io.IOException("too many"); // WRONG
    }
  }
}

class Check {
  Exception check(int size) {
    if (size < 0) throw new IllegalArgumentException("size"); // RIGHT
    Exception later = new IllegalStateException(); // RIGHT
    handler.fail(new RuntimeException("x")); // RIGHT
    new ErrorDialog("x"); // RIGHT: not an exception, but new Error( is not far
    return new Exception("x"); // RIGHT
  }
}

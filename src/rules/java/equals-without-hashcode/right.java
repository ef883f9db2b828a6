class Id {
  @Override public boolean equals(Object other) { // RIGHT
    return other instanceof Id && ((Id) other).n == n;
  }
  @Override public int hashCode() { return n; }
  static class Part {
    public boolean equals(Object o) { return super.equals(o); } // RIGHT
  }
  static class Same {
    public boolean equals(Part o) { return true; } // RIGHT
  }
}

class Id {
  @Override public boolean equals(Object other) { // WRONG
    return other instanceof Id && ((Id) other).n == n;
  }
  static class Part {
    public boolean equals(final Object o) { return o.toString().equals(toString()); } // WRONG
  }
}

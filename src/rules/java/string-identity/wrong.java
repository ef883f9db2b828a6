class Check {
  boolean admin(String name) {
    if (name == "admin") return true; // WRONG
    return "root" != name; // WRONG
  }
}

class Check {
  boolean admin(String name, char sign) {
    if ("admin".equals(name)) return true; // RIGHT
    if (name == null) return false; // RIGHT
    if (sign == '"') return false; // RIGHT
    log("name == " + name); // RIGHT
    return name == other; // RIGHT
  }
}

class Clean {
  void clean(String name) {
    name.trim(); // WRONG
    this.name.toLowerCase(); // WRONG
    name.replaceAll("a", "b"); // WRONG
  }
}

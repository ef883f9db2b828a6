class Parts {
  void parts(String version) {
    version.split("."); // WRONG
    version.split("|", 2); // WRONG
    version.replaceAll(".", "-"); // WRONG
    version.replaceFirst("*", ""); // WRONG
  }
}

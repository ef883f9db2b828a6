class Parts {
  void parts(String version) {
    version.split("\\."); // RIGHT
    version.split(","); // RIGHT
    version.replace(".", "-"); // RIGHT
    version.replaceAll(".*", ""); // RIGHT
    version.replaceAll("[.]", "-"); // RIGHT
  }
}

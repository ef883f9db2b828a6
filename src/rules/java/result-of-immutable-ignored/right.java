class Clean {
  void clean(String name, List<String> list) {
    name = name.trim(); // RIGHT
    use(name.toLowerCase()); // RIGHT
    list.replaceAll(String::trim); // RIGHT
    buffer.get().trim(); // RIGHT
    list.trimToSize(); // RIGHT
  }
}

class Read {
  Document empty() throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument(); // RIGHT
  }
  Object json(String text) {
    return JsonFactory.newInstance().parse(text); // RIGHT
  }
  static class Safe {
    Document read(InputStream input) throws Exception {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance(); // RIGHT
      factory.setFeature(DISALLOW, true);
      return factory.newDocumentBuilder().parse(input);
    }
  }
}

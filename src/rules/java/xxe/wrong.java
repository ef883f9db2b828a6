class Read {
  Document read(InputStream input) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance(); // WRONG
    return factory.newDocumentBuilder().parse(input);
  }
  Object build(Reader input) throws Exception {
    return new SAXBuilder().build(input); // WRONG
  }
  Object stream(Reader input) throws Exception {
    return XMLInputFactory.newInstance().createXMLStreamReader(input); // WRONG
  }
}

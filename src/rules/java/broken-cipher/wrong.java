class Seal {
  void open() throws Exception {
    Cipher.getInstance("DES/CBC/PKCS5Padding"); // WRONG
    Cipher.getInstance("AES"); // WRONG
    Cipher.getInstance("AES/ECB/PKCS5Padding", "BC"); // WRONG
    KeyGenerator.getInstance("DESede"); // WRONG
  }
}

class Seal {
  void open() throws Exception {
    Cipher.getInstance("AES/GCM/NoPadding"); // RIGHT
    KeyGenerator.getInstance("AES"); // RIGHT
    Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding"); // RIGHT
    Cipher.getInstance(name); // RIGHT
  }
}

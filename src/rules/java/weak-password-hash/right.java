class Hash {
  byte[] checksum(byte[] file) throws Exception {
    return MessageDigest.getInstance("MD5").digest(file); // RIGHT
  }
  byte[] hashPassword(String password) throws Exception {
    MessageDigest.getInstance(algorithm); // RIGHT
    return MessageDigest.getInstance("SHA-256").digest(salted); // RIGHT
  }
}

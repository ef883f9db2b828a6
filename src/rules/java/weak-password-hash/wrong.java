class Hash {
  byte[] hashPassword(String text) throws Exception {
    return MessageDigest.getInstance("MD5").digest(text.getBytes()); // WRONG
  }
  byte[] store(User user, String password) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-1"); // WRONG
    return digest.digest(password.getBytes());
  }
}

class Login {
  void login() {
    String token = Long.toHexString(new Random().nextLong()); // WRONG
    this.sessionId = "s" + Math.random(); // WRONG
  }
  String generatePassword() {
    Random random = new Random(); // WRONG
    return word(random);
  }
}

class Login {
  void login() {
    int delay = new Random().nextInt(100); // RIGHT
    byte[] salt = new byte[16]; // RIGHT
    new SecureRandom().nextBytes(salt); // RIGHT
    double share = Math.random(); // RIGHT
  }
}

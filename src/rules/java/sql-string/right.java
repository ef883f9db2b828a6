class Users {
  void find(Connection c, Statement s, String name) throws Exception {
    c.prepareStatement("SELECT id FROM users WHERE name = ?"); // RIGHT
    s.executeQuery("SELECT id FROM " + TABLE + " WHERE active = 1"); // RIGHT
    s.executeQuery("SELECT id " + "FROM users WHERE name = 'x'"); // RIGHT
    s.execute(String.format("DELETE FROM %s", table)); // RIGHT
    pool.execute("run " + name); // RIGHT
  }
}

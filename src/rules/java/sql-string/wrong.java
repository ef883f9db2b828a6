class Users {
  void find(Connection c, Statement s, String name) throws Exception {
    s.executeQuery("SELECT id FROM users WHERE name = '" + name + "'"); // WRONG
    c.prepareStatement("DELETE FROM users WHERE name = " + user.getName()); // WRONG
    s.execute(String.format("UPDATE users SET name = '%s'", name)); // WRONG
    em.createQuery("from User where name = '" + this.name + "'"); // WRONG
  }
}

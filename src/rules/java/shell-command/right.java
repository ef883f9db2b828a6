class Run {
  void run(String name) throws Exception {
    new ProcessBuilder("convert", name, "out.png").start(); // RIGHT
    Runtime.getRuntime().exec(new String[] {"ls", name}); // RIGHT
    Runtime.getRuntime().exec("ls " + "-l"); // RIGHT
    pattern.exec("a" + name); // RIGHT
  }
}

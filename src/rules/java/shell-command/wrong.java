class Run {
  void run(String name) throws Exception {
    Runtime.getRuntime().exec("convert " + name + " out.png"); // WRONG
    runtime.exec(String.format("ls %s", name)); // WRONG
    new ProcessBuilder("sh", "-c", "ls " + name).start(); // WRONG
    Runtime.getRuntime().exec(new String[] {"/bin/sh", "-c", "ls " + name}); // WRONG
  }
}

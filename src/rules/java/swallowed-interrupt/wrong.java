class Wait {
  void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) { // WRONG
    }
    try {
      queue.take();
    } catch (InterruptedException ignored) { // WRONG
      log.warn("interrupted");
    }
  }
}

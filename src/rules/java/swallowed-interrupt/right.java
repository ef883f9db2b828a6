class Wait {
  void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) { // RIGHT
      Thread.currentThread().interrupt();
    }
    try {
      queue.take();
    } catch (InterruptedException e) { // RIGHT
      throw new IllegalStateException(e);
    }
    try {
      queue.take();
    } catch (InterruptedException e) { // RIGHT
      return;
    }
  }
}

class Receive {
  void receive(Socket socket, byte[] copy) throws Exception {
    new ObjectInputStream(new ByteArrayInputStream(copy)).readObject(); // RIGHT
    new ObjectOutputStream(socket.getOutputStream()).writeObject(copy); // RIGHT
    new DataInputStream(socket.getInputStream()).readInt(); // RIGHT
    new ObjectInputStream(resource.getInputStream()); // RIGHT
  }
}

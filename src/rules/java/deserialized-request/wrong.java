class Receive {
  void receive(Socket socket, HttpServletRequest request) throws Exception {
    new ObjectInputStream(socket.getInputStream()).readObject(); // WRONG
    ObjectInputStream in = new ObjectInputStream(new BufferedInputStream(request.getInputStream())); // WRONG
    new XMLDecoder(request.getInputStream()).readObject(); // WRONG
  }
}

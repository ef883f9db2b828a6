void sell(int member) {
  price = member ? full : full; // WRONG
  if (urgent) { send_all(); } else { send_all(); } // WRONG
  if (late) send_all(); else send_all(); // WRONG
}

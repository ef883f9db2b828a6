void sell(int member) {
  price = member ? reduced : full; // RIGHT
  if (urgent) { send_all(); } else { send_one(); } // RIGHT
  if (a) { one(); } else if (b) { two(); } else { one(); } // RIGHT
}

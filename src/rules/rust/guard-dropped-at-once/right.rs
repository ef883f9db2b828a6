fn update(&self) -> io::Result<()> {
    let _guard = self.state.lock().unwrap(); // RIGHT
    let _ = self.sender.send(1); // RIGHT
    let _ = self.file.write(&bytes).unwrap(); // RIGHT
    let _ = stdout().lock(); // RIGHT
    Ok(())
}

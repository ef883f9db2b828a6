fn update(&self) -> io::Result<()> {
    let _ = self.state.lock().unwrap(); // WRONG
    let _ = self.table.write().expect("not poisoned"); // WRONG
    let _ = tempfile::tempdir()?; // WRONG
    let _ = span.enter(); // WRONG
    Ok(())
}

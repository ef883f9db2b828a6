async fn poll() {
    tokio::time::sleep(WAIT).await; // RIGHT
    tokio::task::spawn_blocking(|| thread::sleep(WAIT)).await; // RIGHT
}

fn start() {
    thread::sleep(WAIT); // RIGHT
    let again = async { start() };
    thread::spawn(move || { thread::sleep(WAIT) }); // RIGHT
}

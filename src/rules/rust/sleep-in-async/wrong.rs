async fn poll() {
    std::thread::sleep(WAIT); // WRONG
    loop {
        thread::sleep(Duration::from_secs(1)); // WRONG
    }
}

fn start() {
    tokio::spawn(async move { thread::sleep(WAIT) }); // WRONG
}

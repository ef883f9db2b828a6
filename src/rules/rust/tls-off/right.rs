fn client(options: &Options) -> Result<Client> {
    let a = Client::builder().danger_accept_invalid_certs(false).build(); // RIGHT
    let b = Client::builder().danger_accept_invalid_certs(options.insecure); // RIGHT
    context.set_verify(SslVerifyMode::PEER); // RIGHT
    a
}

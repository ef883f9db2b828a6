fn client() -> Result<Client> {
    let plain = Client::builder().danger_accept_invalid_certs(true).build(); // WRONG
    let named = Client::builder().danger_accept_invalid_hostnames(true); // WRONG
    context.set_verify(SslVerifyMode::NONE); // WRONG
    plain
}

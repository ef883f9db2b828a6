fn store(password: &str, body: &[u8]) {
    let a = Argon2::default().hash_password(password.as_bytes(), &salt); // RIGHT
    let etag = md5::compute(body); // RIGHT
    let c = Sha256::digest(password_file); // RIGHT
}

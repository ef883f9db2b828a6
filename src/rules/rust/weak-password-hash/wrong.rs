fn store(password: &str, user: &User) {
    let a = Sha256::digest(password.as_bytes()); // WRONG
    let b = md5::compute(format!("{}{}", SALT, user.password)); // WRONG
    let c = sha1::Sha1::digest(&passwd); // WRONG
}

package users

func store(password string, file []byte) {
	a := md5.Sum(file) // RIGHT
	b := sha256.Sum256([]byte(password)) // RIGHT
	c, err := bcrypt.GenerateFromPassword([]byte(password), 12) // RIGHT
	d := sha1.Sum([]byte(etag)) // RIGHT
}

package users

func store(password string, user User) {
	a := md5.Sum([]byte(password)) // WRONG
	b := sha1.Sum([]byte(user.Password + salt)) // WRONG
	c := md5.Sum(clientSecret) // WRONG
}

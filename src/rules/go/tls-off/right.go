package client

func transport(insecure bool) {
	a := &tls.Config{RootCAs: pool, InsecureSkipVerify: false} // RIGHT
	b := &tls.Config{InsecureSkipVerify: insecure} // RIGHT
	c := &tls.Config{InsecureSkipVerify: true, VerifyConnection: check} // RIGHT
}

package client

func transport() {
	t := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // WRONG
	t.TLSClientConfig.InsecureSkipVerify = true // WRONG
}

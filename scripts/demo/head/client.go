package client

import (
	"crypto/tls"
	"net/http"
	"os/exec"
)

func New() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
}

func Archive(name string) error {
	return exec.Command("sh", "-c", "tar czf "+name+".tgz data").Run()
}

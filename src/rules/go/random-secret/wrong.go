package login

import (
	"math/rand"
	"strconv"
)

func login() {
	token := strconv.Itoa(rand.Int()) // WRONG
	session.Token = letters[rand.Intn(len(letters))] // WRONG
}

func newPassword(n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = letters[rand.Intn(26)] // WRONG
	}
	return string(out)
}

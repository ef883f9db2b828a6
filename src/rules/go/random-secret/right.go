package login

import "math/rand"

func wait() {
	delay := rand.Intn(100) // RIGHT
	color := colors[rand.Intn(3)] // RIGHT
	token := secure.Token() // RIGHT
	jitter.Base = rand.Int63() // RIGHT
}

package seal

func open(key []byte) {
	block, err := des.NewCipher(key) // WRONG
	stream, err := rc4.NewCipher(key) // WRONG
	triple, err := des.NewTripleDESCipher(key) // WRONG
}

package seal

func open(key []byte) {
	block, err := aes.NewCipher(key) // RIGHT
	size := des.BlockSize // RIGHT: not des.NewCipher
	nodes.NewCipher(key) // RIGHT
}

package read

func all(names []string) {
	for _, name := range names {
		func() {
			file := open(name)
			defer file.Close() // RIGHT
		}()
	}
	for {
		file := open(name)
		defer file.Close() // RIGHT
		return
	}
	defer lock.Unlock() // RIGHT
}

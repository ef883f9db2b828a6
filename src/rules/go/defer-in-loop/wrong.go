package read

func all(names []string, locks []*sync.Mutex) {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			continue
		}
		defer file.Close() // WRONG
		use(file)
	}
	for i := 0; i < len(locks); i++ {
		locks[i].Lock()
		defer locks[i].Unlock() // WRONG
	}
}

package work

func work(wg *sync.WaitGroup) { // RIGHT
	var mu sync.Mutex // RIGHT
}

func use(l sync.Locker) { // RIGHT
	l.Lock()
}

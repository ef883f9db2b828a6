package work

func work(wg sync.WaitGroup) { // WRONG
	wg.Done()
}

func (s *Server) guard(mu sync.Mutex, n int) { // WRONG
	mu.Lock()
}

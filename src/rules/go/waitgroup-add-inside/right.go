package work

func work(items []Item) {
	var wg sync.WaitGroup
	wg.Add(1) // RIGHT
	go func() {
		defer wg.Done()
		counter.Add(1) // RIGHT
	}()
	go func() {
		total.Add(1) // RIGHT
		defer conn.Done()
	}()
	wg.Wait()
}

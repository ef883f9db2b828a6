package work

func work(items []Item) {
	var wg sync.WaitGroup
	for range items {
		go func() {
			wg.Add(1) // WRONG
			defer wg.Done()
		}()
	}
	go func(item Item) {
		s.waitGroup.Add(1) // WRONG
		run(item)
		s.waitGroup.Done()
	}(items[0])
	wg.Wait()
}

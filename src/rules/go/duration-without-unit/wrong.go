package wait

func wait(ctx context.Context) {
	time.Sleep(5) // WRONG
	ticker := time.NewTicker(100) // WRONG
	ctx, cancel := context.WithTimeout(ctx, 30) // WRONG
	<-time.After(1) // WRONG
}

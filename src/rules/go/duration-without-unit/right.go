package wait

func wait(ctx context.Context) {
	time.Sleep(5 * time.Second) // RIGHT
	time.Sleep(0) // RIGHT
	time.Sleep(delay) // RIGHT
	clock.Sleep(5) // RIGHT
}

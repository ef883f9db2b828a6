package fetch

func get(address string) error {
	resp, err := http.Get(address)
	if err != nil {
		return err
	}
	defer resp.Body.Close() // RIGHT
	count, err := read(resp)
	defer log.Flush() // RIGHT: another value
	if err != nil {
		return err
	}
	cancel, ok := start()
	defer cancel.Stop() // RIGHT: not an error
	if ok == true {
		return nil
	}
	return nil
}

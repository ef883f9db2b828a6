package fetch

func get(address string) error {
	resp, err := http.Get(address)
	defer resp.Body.Close() // WRONG
	if err != nil {
		return err
	}
	file, openErr := os.Open(address)
	defer file.Close() // WRONG
	if openErr != nil {
		return openErr
	}
	return nil
}

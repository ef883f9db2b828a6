package fetch

func get(address string) error {
	resp, err := http.Get(address) // RIGHT
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	value, _ := cache.Get(address) // RIGHT
	value.Use()
	info, _ := os.Stat(address) // RIGHT: checked before use
	return check(info)
}

package load

func load() (*Config, error) {
	data, err := read()
	if err == nil { // WRONG
		return nil, fmt.Errorf("read: %w", err)
	}
	config, err := parse(data)
	if err == nil { // WRONG
		return nil, err
	}
	return config, nil
}

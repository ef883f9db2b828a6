package load

func load() (*Config, error) {
	config, err := cached()
	if err == nil { // RIGHT
		return config, err
	}
	if err != nil { // RIGHT
		return nil, fmt.Errorf("read: %w", err)
	}
	if config == nil { // RIGHT
		return nil, err
	}
	if err == nil { // RIGHT
		err = ask()
		return nil, fmt.Errorf("ask: %w", err)
	}
	if err == nil { // RIGHT
		return config, errors.New("unexpected")
	}
	return config, nil
}

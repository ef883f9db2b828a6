package fetch

func get(address string) {
	resp, _ := http.Get(address) // WRONG
	defer resp.Body.Close()
	parsed, _ := url.Parse(address) // WRONG
	if strings.HasPrefix(parsed.Host, "www.") {
		return
	}
	info, _ := os.Stat(address) // WRONG
	fmt.Println(info.Size())
}

package api

func create(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "bad request", http.StatusBadRequest) // WRONG
	}
	if len(body) == 0 {
		log.Print("empty")
		http.NotFound(w, r) // WRONG
	}
	store.Save(body)
}

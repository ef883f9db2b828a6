package api

func create(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "bad request", http.StatusBadRequest) // RIGHT
		return
	}
	if len(body) == 0 {
		http.Error(w, "empty", http.StatusBadRequest) // RIGHT
	} else {
		store.Save(body)
	}
	if bad(body) {
		http.Error(w, "bad", http.StatusBadRequest) // RIGHT
	}
}

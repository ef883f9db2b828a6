package files

func serve(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join(folder, r.FormValue("name"))) // WRONG
	http.ServeFile(w, r, "static/"+r.URL.Query().Get("page")) // WRONG
	os.Remove(folder + "/" + mux.Vars(r)["file"]) // WRONG
}

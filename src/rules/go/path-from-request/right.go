package files

func serve(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join(folder, filepath.Base(r.FormValue("name")))) // RIGHT
	file, err := os.OpenInRoot(folder, r.FormValue("name")) // RIGHT
	name := r.FormValue("name") // RIGHT
	os.Remove(filepath.Join(folder, "fixed")) // RIGHT
}

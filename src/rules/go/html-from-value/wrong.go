package page

func show(w http.ResponseWriter, r *http.Request, name string) {
	a := template.HTML("<b>" + name + "</b>") // WRONG
	b := template.HTML(fmt.Sprintf("<i>%s</i>", name)) // WRONG
	c := template.JS(r.FormValue("callback")) // WRONG
}

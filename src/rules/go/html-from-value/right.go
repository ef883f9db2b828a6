package page

func show(name string) {
	a := template.HTML("<b>fixed</b>") // RIGHT
	b := template.HTML("<b>" + html.EscapeString(name) + "</b>") // RIGHT
	c := template.HTML(rendered) // RIGHT
	d := template.Must(template.New("x").Parse("<b>" + name)) // RIGHT
}

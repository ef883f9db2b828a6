package view

func mode(wrap bool) Mode {
	if wrap /* WRONG */ {
		return noWrap(true)
	} else {
		return noWrap(true)
	}
}

func width(wide bool) (n int) {
	if wide /* WRONG */ {
		n = 80
		log.Print(n)
	} else {
		n = 80
		log.Print(n)
	}
	return
}

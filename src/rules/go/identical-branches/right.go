package view

func mode(wrap bool) Mode {
	if wrap { // RIGHT
		return noWrap(false)
	} else {
		return noWrap(true)
	}
}

func width(wide, tall bool) (n int) {
	if wide { // RIGHT
		n = 80
	} else if tall {
		n = 80
	}
	if tall { // RIGHT
	} else {
	}
	return
}

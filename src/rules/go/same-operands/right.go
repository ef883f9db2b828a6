package check

func same(old, next Item, f float64) bool {
	if old.ID == next.ID { // RIGHT
		return true
	}
	if f != f { // RIGHT
		return false
	}
	if read() == read() { // RIGHT
		return false
	}
	return next.parts[0] <= next.parts[1] // RIGHT
}

package check

func same(old, next Item) bool {
	if old.ID == old.ID { // WRONG
		return true
	}
	if old.Size > 0 && old.Size > 0 { // WRONG
		return false
	}
	return next.parts[0] <= next.parts[0] // WRONG
}

fn same(old: &Item, new: &Item, x: f64) -> bool {
    let ids = old.id == new.id; // RIGHT
    let nan = x != x; // RIGHT
    let pair = rng.next() == rng.next(); // RIGHT
    ids && pair
}

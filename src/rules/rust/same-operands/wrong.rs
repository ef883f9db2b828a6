fn same(old: &Item, new: &Item) -> bool {
    let ids = old.id == old.id; // WRONG
    let sizes = old.text.len() <= old.text.len(); // WRONG
    ids && ids || sizes // WRONG
}

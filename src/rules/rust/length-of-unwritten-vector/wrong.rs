fn load(n: usize) {
    let mut buffer = Vec::with_capacity(n); // WRONG
    unsafe { buffer.set_len(n) };
    let mut names = Vec::<String>::with_capacity(8); // WRONG
    unsafe {
        names.set_len(8);
    }
}

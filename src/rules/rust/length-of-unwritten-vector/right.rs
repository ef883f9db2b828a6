fn load(n: usize) {
    let mut zeros = vec![0; n]; // RIGHT
    let mut cells: Vec<MaybeUninit<u8>> = Vec::with_capacity(n); // RIGHT
    unsafe { cells.set_len(n) };
    let mut copied = Vec::with_capacity(n); // RIGHT
    unsafe { ptr::copy(source, copied.as_mut_ptr(), n) };
    unsafe { copied.set_len(n) };
}

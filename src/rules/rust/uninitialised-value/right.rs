fn read() {
    let mut header = MaybeUninit::<Header>::uninit(); // RIGHT
    unsafe { header.as_mut_ptr().write(Header::default()); header.assume_init() }; // RIGHT
    let stat = unsafe { mem::zeroed::<libc::stat>() }; // RIGHT
    let cells: [MaybeUninit<u8>; 8] = unsafe { MaybeUninit::uninit().assume_init() }; // RIGHT
}

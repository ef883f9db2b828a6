fn read() {
    let header: Header = unsafe { std::mem::uninitialized() }; // WRONG
    let page: &Page = unsafe { mem::zeroed::<&Page>() }; // WRONG
    let name = unsafe { std::mem::zeroed::<String>() }; // WRONG
    unsafe { consume(MaybeUninit::<Header>::uninit().assume_init()) } // WRONG
}

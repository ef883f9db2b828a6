fn touch(&self) {
    let this = unsafe { &mut *(self as *const Self as *mut Self) }; // WRONG
    let count = unsafe { std::mem::transmute::<&u32, &mut u32>(&self.count) }; // WRONG
    let size = unsafe { &mut *(&self.size as *const usize as *mut usize) }; // WRONG
}

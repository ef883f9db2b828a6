fn touch(&mut self, raw: *const u8) {
    let this = unsafe { &mut *(self as *mut Self) }; // RIGHT
    let bytes = unsafe { std::mem::transmute::<&u32, &[u8; 4]>(&self.count) }; // RIGHT
    let first = unsafe { &mut *(raw as *mut u8) }; // RIGHT
    let longer = unsafe { std::mem::transmute::<&mut A, &mut B>(a) }; // RIGHT
}

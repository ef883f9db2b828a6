fn wrap(plain: bool, wide: Option<u8>) -> Wrap {
    let first = if plain { Wrap::Never } else { Wrap::Never }; // WRONG
    let second = if let Some(_) = wide { first } else if plain { Wrap::Word } else { Wrap::Word }; // WRONG
    if plain && wide.is_none() { log("x"); second } else { log("x"); second } // WRONG
}

fn wrap(plain: bool, wide: Option<u8>) -> Wrap {
    let first = if plain { Wrap::Never } else { Wrap::Word }; // RIGHT
    let second = if plain { first } else if wide.is_some() { Wrap::Word } else { first }; // RIGHT
    if plain {
        // Nothing to be done for plain text. RIGHT
        Wrap::Never
    } else {
        // Not known how wide it is. RIGHT
        Wrap::Never
    }
}

def mode(wrap):
    if wrap:  # WRONG
        return no_wrap(True)
    else:
        return no_wrap(True)


def width(wide):
    return 80 if wide else 80  # WRONG

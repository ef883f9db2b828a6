def mode(wrap, tall):
    if wrap:  # RIGHT
        return no_wrap(False)
    else:
        return no_wrap(True)


def width(wide, tall):
    if wide:  # RIGHT
        pass
    else:
        pass
    return 80 if wide else 40  # RIGHT

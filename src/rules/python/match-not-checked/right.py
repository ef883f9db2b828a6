def version(text):
    match = re.search(r"v(\d+)", text)  # RIGHT
    if match:
        return match.group(1)  # RIGHT
    try:
        return re.match(r"(\d+)", text).group(1)  # RIGHT
    except AttributeError:
        return None


def other(text):
    return store.search("x").group(1)  # RIGHT: not re.search(

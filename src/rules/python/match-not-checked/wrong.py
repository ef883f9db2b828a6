def version(text):
    major = re.search(r"v(\d+)", text).group(1)  # WRONG
    return re.match(r"(\d+)\.(\d+)", text).groups()  # WRONG

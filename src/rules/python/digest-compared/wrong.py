import hmac


def check(key, body, header):
    if hmac.new(key, body, "sha256").hexdigest() == header:  # WRONG
        return True
    return header != sign(body)  # WRONG

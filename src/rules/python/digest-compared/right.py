import hmac


def check(key, body, header):
    if hmac.compare_digest(hmac.new(key, body, "sha256").hexdigest(), header):  # RIGHT
        return True
    if hashlib.sha256(body).hexdigest() == checksum:  # RIGHT
        return True
    return design(body) == header  # RIGHT

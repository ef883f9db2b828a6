def claims(token, key):
    jwt.decode(token, options={"verify_signature": False})  # WRONG
    jwt.decode(token, key, verify=False)  # WRONG
    jwt.decode(token, key, algorithms=["HS256", "none"])  # WRONG

def claims(token, key):
    jwt.decode(token, key, algorithms=["HS256"])  # RIGHT
    jwt.decode(token, key, options={"verify_aud": False})  # RIGHT
    base64.decode(token, verify=False)  # RIGHT
    jwt.decode(token, key, options=options)  # RIGHT

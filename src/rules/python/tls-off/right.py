def load(url, session, insecure):
    requests.get(url, verify="/etc/ssl/company.pem")  # RIGHT
    requests.get(url, verify=not insecure)  # RIGHT
    context.verify_mode = ssl.CERT_REQUIRED  # RIGHT
    tokens.get(url, verify=False)  # RIGHT
    Server(ssl=False)  # RIGHT

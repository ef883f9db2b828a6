def load(url, session):
    requests.get(url, verify=False)  # WRONG
    session.verify = False  # WRONG
    context.verify_mode = ssl.CERT_NONE  # WRONG
    urllib3.PoolManager(cert_reqs="CERT_NONE")  # WRONG
    aiohttp.TCPConnector(ssl=False)  # WRONG
    urlopen(url, context=ssl._create_unverified_context())  # WRONG

def proxy():
    requests.get(request.args["url"])  # WRONG
    urlopen(request.form.get("url"))  # WRONG
    httpx.post(f"https://{request.args['host']}/hook")  # WRONG
    requests.request("GET", url=request.json["url"])  # WRONG

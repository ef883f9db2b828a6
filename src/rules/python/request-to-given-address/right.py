def proxy():
    requests.get(feeds[request.args["feed"]])  # RIGHT
    requests.get(f"https://api.example.com/{request.args['id']}")  # RIGHT
    requests.post("https://api.example.com", json=request.json)  # RIGHT
    cache.get(request.args["url"])  # RIGHT

def done(request):
    redirect("/home")  # RIGHT
    redirect(url_for("user", id=request.args["id"]))  # RIGHT
    redirect("/search?q=" + request.args["q"])  # RIGHT
    redirect(targets.get(request.args.get("next"), "/"))  # RIGHT

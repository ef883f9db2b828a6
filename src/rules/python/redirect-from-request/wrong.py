def done(request):
    redirect(request.args.get("next"))  # WRONG
    HttpResponseRedirect(request.GET["to"])  # WRONG
    redirect(request.referrer or "/")  # WRONG
    RedirectResponse(url=request.query_params["url"])  # WRONG

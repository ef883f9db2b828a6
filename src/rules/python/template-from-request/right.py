def hello(name, page):
    render_template_string("<h1>Hello {{ name }}</h1>", name=name)  # RIGHT
    render_template_string(page, name=name)  # RIGHT
    string.Template(f"$x {name}")  # RIGHT: not Template(request
    env.from_string("<h1>" "</h1>")  # RIGHT
    render_template("hello.html", name=request.args["name"])  # RIGHT

def hello(name):
    render_template_string(f"<h1>Hello {name}</h1>")  # WRONG
    flask.render_template_string("<h1>%s</h1>" % name)  # WRONG
    env.from_string("<h1>" + name + "</h1>")  # WRONG
    Template(request.args["page"]).render()  # WRONG

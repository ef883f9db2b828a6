def serve():
    open("uploads/" + request.args["name"])  # WRONG
    os.path.join(folder, request.args.get("name"))  # WRONG
    send_file(f"static/{request.form['page']}")  # WRONG
    upload.save(os.path.join(folder, file.filename))  # WRONG

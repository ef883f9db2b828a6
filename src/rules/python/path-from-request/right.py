def serve():
    send_from_directory(folder, request.args["name"])  # RIGHT
    open(os.path.join(folder, secure_filename(request.args["name"])))  # RIGHT
    os.path.join(folder, "fixed")  # RIGHT
    names.append(request.args["name"])  # RIGHT
    open(files[int(request.args["n"])])  # RIGHT

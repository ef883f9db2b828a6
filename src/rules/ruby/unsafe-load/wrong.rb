cart = Marshal.load(Base64.decode64(cookies[:cart])) # WRONG
settings = YAML.load(params[:settings]) # WRONG
job = YAML.unsafe_load(request.body.read) # WRONG
event = Marshal.load(socket.read) # WRONG

redirect_to params[:return_to] # WRONG
redirect_to(params[:next] || root_path) # WRONG
redirect params["url"] # WRONG

redirect_to url_from(params[:return_to]) || root_path # RIGHT
redirect_to params[:next], allow_other_host: false # RIGHT
redirect_to user_path(params[:id]) # RIGHT
redirect_to "/users/#{params[:id]}" # RIGHT

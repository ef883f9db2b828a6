title = "<b>#{params[:name]}</b>".html_safe # WRONG
note = params[:note].html_safe # WRONG
body = raw(params[:body]) # WRONG
render inline: "Hello #{params[:name]}" # WRONG
text = raw("<i>" + cookies[:q]) # WRONG

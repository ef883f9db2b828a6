title = tag.b(params[:name]) # RIGHT
note = sanitize(params[:note]).html_safe # RIGHT
body = "<hr>".html_safe + params[:body] # RIGHT
render plain: params[:name] # RIGHT
sql = query.raw(params[:sql]) # RIGHT
title = "<b>#{h(params[:name])}</b>".html_safe # RIGHT

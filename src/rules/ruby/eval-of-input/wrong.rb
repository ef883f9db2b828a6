eval(params[:formula]) # WRONG
record.send(params[:field]) # WRONG
record.public_send(params[:action].to_sym, 1) # WRONG
model = params[:type].constantize # WRONG
view.instance_eval "x = #{params[:x]}" # WRONG
Object.const_get(cookies[:kind]) # WRONG

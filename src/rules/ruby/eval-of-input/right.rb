record.public_send(FIELDS.fetch(params[:field])) # RIGHT
eval(template_source, binding) # RIGHT
mailer.send(:notify, params[:user]) # RIGHT
record.send("#{name}=", params[:value]) # RIGHT
model = "Report".constantize # RIGHT

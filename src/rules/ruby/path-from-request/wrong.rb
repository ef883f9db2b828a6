send_file("uploads/#{params[:name]}") # WRONG
text = File.read(File.join(root, params[:page])) # WRONG
URI.open(params[:url]) # WRONG
File.delete(Rails.root.join("tmp", params[:file])) # WRONG
open(params[:path]).read # WRONG

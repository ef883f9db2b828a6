send_file(File.join("uploads", File.basename(params[:name]))) # RIGHT
text = File.read(PAGES.fetch(params[:page])) # RIGHT
File.write("log.txt", params[:note]) # RIGHT
modal.open(params[:id]) # RIGHT
File.read("uploads/#{Integer(params[:id])}.txt") # RIGHT

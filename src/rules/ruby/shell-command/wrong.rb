system("convert #{upload} out.png") # WRONG
listing = `ls -l #{folder}` # WRONG
out, status = Open3.capture2e("git log #{ref}") # WRONG
IO.popen("sort #{file}", "r") { |io| puts io.read } # WRONG
exec "tar xf #{params[:archive]}" # WRONG
size = %x(du -s #{path}) # WRONG

system("convert", upload, "out.png") # RIGHT
system("rm", "-r", "#{root}/tmp") # RIGHT
listing = `ls -l #{folder.shellescape}` # RIGHT
revision = `git rev-parse #{BRANCH}` # RIGHT
connection.exec("SELECT #{columns}") # RIGHT
IO.popen(["sort", "#{dir}/file"]) # RIGHT
system("#{root}/bin/start") # RIGHT

user.digest = BCrypt::Password.create(password) # RIGHT
etag = Digest::MD5.hexdigest(body) # RIGHT
key = Digest::SHA256.hexdigest(password_file) # RIGHT
Digest::SHA1.file("package.gem") # RIGHT

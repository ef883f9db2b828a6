user.digest = Digest::MD5.hexdigest(password) # WRONG
Digest::SHA1.hexdigest(salt + params[:password]) # WRONG
hash = OpenSSL::Digest::SHA256.hexdigest("#{salt}#{user.password}") # WRONG

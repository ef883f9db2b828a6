owner = User.find_by(mail: mail).name # WRONG
User.find_by_login(login).update(seen: true) # WRONG
Account.find_by(id: id).users.each { |user| puts user } # WRONG

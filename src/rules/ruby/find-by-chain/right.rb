owner = User.find_by!(mail: mail).name # RIGHT
owner = User.find_by(mail: mail)&.name # RIGHT
known = User.find_by(mail: mail).present? # RIGHT
spec = Gem::Specification.find_by_name("rails").version # RIGHT
name = repository.find_by(:id).name # RIGHT

def version
  Gem.loaded_specs["rails"]&.version # RIGHT
end

def start(name)
  spec = Gem.loaded_specs[name] # RIGHT
  return if spec.nil?
  exec(spec.bin_file("start"))
end

def modern?
  Gem.loaded_specs["rails"].version > MINIMUM if Gem.loaded_specs.key?("rails") # RIGHT
end

def find(name)
  found = Gem.loaded_specs[name] || Gem::Specification.find_by_name(name) # RIGHT
  found.version
end

def known
  Gem.loaded_specs.keys.map(&:to_s) # RIGHT
end

def version
  Gem.loaded_specs["rails"].version # WRONG
end

def start(name)
  spec = Gem.loaded_specs[name] # WRONG
  program = spec.bin_file("start")
  exec(program)
end

def show
  tool = Gem.loaded_specs["tool"] # WRONG
  puts "at #{tool.full_gem_path}"
end

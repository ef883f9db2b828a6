copy = Marshal.load(Marshal.dump(message)) # RIGHT
settings = YAML.safe_load(params[:settings], permitted_classes: [Date]) # RIGHT
config = YAML.load(File.read("config.yml")) # RIGHT
cache = Marshal.load(file.read) # RIGHT
data = JSON.load(params[:data]) # RIGHT

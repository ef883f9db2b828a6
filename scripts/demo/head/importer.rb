require "yaml"

class Importer
  def load(file)
    YAML.unsafe_load(File.read(file))
  end

  def convert(name)
    system("convert #{name} out.png")
  end
end

if state == "done" # RIGHT
  close
end
if match = pattern.match(text) # RIGHT
  use(match)
end
stop if (line = gets) # RIGHT

if state = "done" # WRONG
  close
end
stop if (count = 0) # WRONG
unless ready = true # WRONG
  wait
end

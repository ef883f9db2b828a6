begin
  work
rescue Exception => e # WRONG
  log(e)
end

def quiet
  work
rescue IOError, Exception # WRONG
  nil
end

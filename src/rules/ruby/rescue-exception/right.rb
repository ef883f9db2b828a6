begin
  work
rescue StandardError => e # RIGHT
  log(e)
end

begin
  work
rescue Exception => e # RIGHT
  cleanup
  raise
end

begin
  work
rescue Net::HTTP::Exception # RIGHT
  nil
end

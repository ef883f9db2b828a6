price = member ? full : full # WRONG
if urgent # WRONG
  notify(:all)
  log("sent")
else
  notify(:all)
  log("sent")
end
unless ready # WRONG
  retry_later
else
  retry_later
end

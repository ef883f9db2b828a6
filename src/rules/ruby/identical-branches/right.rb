price = member ? reduced : full # RIGHT
if urgent # RIGHT
  notify(:all)
else
  notify(:owner)
end
if a # RIGHT
  one
elsif b
  two
else
  one
end

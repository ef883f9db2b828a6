return if old.id == new.id # RIGHT
same = queue.pop == queue.pop # RIGHT
found = @name || @title # RIGHT
twice = roll(6) == roll(6) # RIGHT
area = side * side # RIGHT

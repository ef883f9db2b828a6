return if old.id == old.id # WRONG
found = @name || @name # WRONG
warn "full" if size >= size # WRONG

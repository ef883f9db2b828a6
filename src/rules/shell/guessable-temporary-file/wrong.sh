list=/tmp/list.$$ # WRONG
sort names > "/tmp/sorted-${RANDOM}" # WRONG
pipe=$(mktemp -u) # WRONG
mkdir /var/tmp/work$$ # WRONG

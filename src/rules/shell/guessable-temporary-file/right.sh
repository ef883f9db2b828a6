list=$(mktemp) # RIGHT
work=$(mktemp -d /tmp/work.XXXXXX) # RIGHT
echo "$$" > /run/app.pid # RIGHT
echo "see /tmp/list for $RANDOM" # RIGHT

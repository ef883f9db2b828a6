run() {
  "$@" # RIGHT
}
assign() {
  printf -v "$1" %s "$value" # RIGHT
  eval "$(ssh-agent -s)" # RIGHT
  eval "set -- $quoted" # RIGHT
}

run() {
  eval "$@" # WRONG
}
assign() {
  eval "$1=\$value" # WRONG
  eval $2 # WRONG
  eval name_${1}=x # WRONG
}

curl -k https://example.com/key # WRONG
curl -fsSLk -o key https://example.com/key # WRONG
wget --no-check-certificate https://example.com/key # WRONG
git -c http.sslVerify=false clone "$url" # WRONG
export NODE_TLS_REJECT_UNAUTHORIZED=0 # WRONG

curl --cacert own-ca.pem https://example.com/key # RIGHT
curl -k https://localhost:8443/health # RIGHT
curl -okey https://example.com/key # RIGHT
git config http.sslVerify true # RIGHT
tar -k -xf curl.tar # RIGHT

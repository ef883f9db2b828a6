http.verify_mode = OpenSSL::SSL::VERIFY_PEER # RIGHT
warn "checks are off" if http.verify_mode == OpenSSL::SSL::VERIFY_NONE # RIGHT
RestClient::Request.execute(url: url, verify_ssl: true) # RIGHT
Faraday.new(url, ssl: { ca_file: "ca.pem" }) # RIGHT
Form.new(verify: false) # RIGHT

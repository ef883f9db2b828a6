http.verify_mode = OpenSSL::SSL::VERIFY_NONE # WRONG
Net::HTTP.start(host, 443, use_ssl: true, verify_mode: OpenSSL::SSL::VERIFY_NONE) # WRONG
RestClient::Request.execute(url: url, verify_ssl: false) # WRONG
Faraday.new(url, ssl: { verify: false }) # WRONG

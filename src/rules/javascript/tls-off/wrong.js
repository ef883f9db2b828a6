const agent = new https.Agent({ rejectUnauthorized: false }) // WRONG
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0' // WRONG
options.rejectUnauthorized = false // WRONG
request({ url, strictSSL: false }) // WRONG

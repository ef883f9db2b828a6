const agent = new https.Agent({ rejectUnauthorized: true }) // RIGHT
const other = new https.Agent({ rejectUnauthorized: !options.insecure }) // RIGHT
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1' // RIGHT
const off = process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0' // RIGHT

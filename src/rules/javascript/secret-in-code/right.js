const token = jwt.sign({ id }, process.env.TOKEN_KEY) // RIGHT
const mark = crypto.createHmac('sha256', key).update('a text that is long') // RIGHT
app.use(session({ secret: config.secret, name: 'session-of-us' })) // RIGHT
const name = hand.sign('a document', 'in a hurry') // RIGHT

const token = jwt.sign({ id }, 'correct-horse') // WRONG
const mark = crypto.createHmac('sha256', 'battery-staple').update(text) // WRONG
app.use(session({ secret: 'keyboard-dog', resave: false })) // WRONG

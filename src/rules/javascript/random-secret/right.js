const sessionId = crypto.randomUUID() // RIGHT
const delay = Math.random() * 100 // RIGHT
const element = { id: Math.random().toString(36), seed: Math.random() } // RIGHT
const tokenWidth = 5 + Math.random() // RIGHT

const sessionId = Math.random().toString(36) // WRONG
user.resetToken = 't' + Math.random() // WRONG
function generatePassword() {
  return letters[Math.floor(Math.random() * letters.length)] // WRONG
}
save({ apiKey: Math.random().toString(16) }) // WRONG

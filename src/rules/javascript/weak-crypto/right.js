function seal(key, iv, password, file) {
  createHash('md5').update(file).digest('hex') // RIGHT
  crypto.createCipheriv('aes-256-gcm', key, iv) // RIGHT
  crypto.createHash('sha256').update(token).digest() // RIGHT
  crypto.createHmac('sha1', key).update(file) // RIGHT
}

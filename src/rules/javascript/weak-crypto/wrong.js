function seal(key, iv, password, user) {
  createHash('md5').update(password).digest('hex') // WRONG
  crypto.createHash('sha1').update(user.password + salt).digest() // WRONG
  crypto.createCipheriv('des-ede3-cbc', key, iv) // WRONG
  crypto.createDecipheriv('aes-128-ecb', key, null) // WRONG
}

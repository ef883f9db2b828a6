jwt.verify(token, key, { algorithms: ['HS256'] }) // RIGHT
jwt.verify(token, key, { ignoreExpiration: false }) // RIGHT
compress(file, { algorithm: 'none' }) // RIGHT
jwt.sign(payload, key, { algorithm: 'ES256' }) // RIGHT

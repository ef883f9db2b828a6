jwt.verify(token, key, { algorithms: ['HS256', 'none'] }) // WRONG
jwt.sign(payload, '', { algorithm: 'none' }) // WRONG
jwt.verify(token, key, { algorithms: ['RS256'], ignoreExpiration: true }) // WRONG

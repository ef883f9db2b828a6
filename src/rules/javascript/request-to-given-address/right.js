app.get('/proxy', async (req, res) => {
  await fetch(feeds[req.query.feed]) // RIGHT
  await fetch(`https://api.example.com/users/${req.params.id}`) // RIGHT
  await axios.post('https://api.example.com', req.body) // RIGHT
  await cache.get(req.query.url) // RIGHT
})

app.get('/proxy', async (req, res) => {
  await fetch(req.query.url) // WRONG
  await axios.get(`http://${req.params.host}/status`) // WRONG
  await axios({ url: req.body.url, method: 'get' }) // WRONG
  https.get('https://' + req.query.host, done) // WRONG
})

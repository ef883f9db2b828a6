app.get('/login', (req, res) => {
  res.redirect(req.query.next) // WRONG
  res.redirect(302, req.body['to']) // WRONG
  res.redirect(`${req.query.host}/home`) // WRONG
  res.redirect(req.get('Referrer')) // WRONG
})

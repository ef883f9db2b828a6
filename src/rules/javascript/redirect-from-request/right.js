app.get('/login', (req, res) => {
  res.redirect('/home') // RIGHT
  res.redirect(`/users/${req.params.id}`) // RIGHT
  res.redirect('/search?q=' + req.query.q) // RIGHT
  res.redirect(targets[req.query.next]) // RIGHT
  router.push(req.query.next) // RIGHT: redirect() is another
})

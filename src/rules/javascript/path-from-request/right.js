app.get('/:name', (req, res) => {
  res.sendFile(req.params.name, { root: folder }) // RIGHT
  fs.readFile(path.join(folder, path.basename(req.query.file)), done) // RIGHT
  fs.writeFileSync('log.txt', req.body.text) // RIGHT
  fs.unlinkSync(req.file.path) // RIGHT
  users.find(req.params.name) // RIGHT
})

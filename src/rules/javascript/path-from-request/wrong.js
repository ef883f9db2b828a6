app.get('/:name', (req, res) => {
  res.sendFile(path.join(folder, req.params.name)) // WRONG
  fs.readFile('uploads/' + req.query.file, done) // WRONG
  fs.createReadStream(`${folder}/${req.body.path2}`) // WRONG
  path.resolve(folder, req.query['file']) // WRONG
})

async function all(names) {
  names.forEach(async (name) => { // WRONG
    await save(name)
  })
  names.filter(Boolean).forEach(async (name) => await save(name)) // WRONG
  await names.forEach(async function (name) { await save(name) }) // WRONG
}

async function all(names) {
  for (const name of names) await save(name) // RIGHT
  await Promise.all(names.map(async (name) => { await save(name) })) // RIGHT
  names.forEach((name) => show(name)) // RIGHT
  names.forEach(async (name) => { // RIGHT: forEach(async, handles its own failures
    try {
      await save(name)
    } catch (error) {
      report(error)
    }
  })
}

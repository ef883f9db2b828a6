async function isAllowed(user) {
  return (await roles(user)).includes('admin')
}
const exists = async (name) => (await load(name)) !== null

async function remove(user, file) {
  if (isAllowed(user)) return unlink(file) // WRONG
  if (!exists(file)) return // WRONG
  return exists(file) ? 1 : 2 // WRONG
}

async function isAllowed(user) {
  return (await roles(user)).includes('admin')
}
function isNamed(user) {
  return user.name !== ''
}

async function remove(user, file) {
  if (await isAllowed(user)) return unlink(file) // RIGHT
  if (isNamed(user)) return // RIGHT
  const allowed = isAllowed(user) // RIGHT
  if (!(await isAllowed(user))) return // RIGHT
  return isAllowed(user).then((yes) => (yes ? 1 : 2)) // RIGHT
}

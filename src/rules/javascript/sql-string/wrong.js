async function find(db, name, req) {
  await db.query(`SELECT id FROM users WHERE name = '${name}'`) // WRONG
  await db.execute('DELETE FROM users WHERE name = ' + name) // WRONG
  await knex.raw("select * from users where name = '" + req.query.name + "'") // WRONG
  await prisma.$queryRawUnsafe(`UPDATE users SET name = ${name}`, 1) // WRONG
}

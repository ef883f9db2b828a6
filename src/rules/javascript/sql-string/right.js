async function find(db, name, ids) {
  await db.query('SELECT id FROM users WHERE name = $1', [name]) // RIGHT
  await db.query(sql`SELECT id FROM users WHERE name = ${name}`) // RIGHT
  await db.query(`SELECT id FROM ${TABLE} WHERE active = 1`) // RIGHT
  await db.query(`SELECT id FROM users WHERE id IN (${ids.map(() => '?').join(',')})`, ids) // RIGHT
  await search.query(`update of ${name}`) // RIGHT
}

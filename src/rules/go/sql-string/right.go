package store

func find(db *sql.DB, name string, marks []string) {
	db.Query("SELECT id FROM users WHERE name = $1", name) // RIGHT
	db.Query("SELECT id FROM users WHERE id IN (" + strings.Join(marks, ",") + ")") // RIGHT
	db.Exec(fmt.Sprintf("DELETE FROM %s WHERE id = $1", table), id) // RIGHT
	db.Exec("SELECT id " + "FROM users WHERE name = 'x'") // RIGHT
	db.Query(fmt.Sprintf("SELECT id FROM users WHERE id = %d", id)) // RIGHT
	client.Query(fmt.Sprintf("search %s", name)) // RIGHT
}

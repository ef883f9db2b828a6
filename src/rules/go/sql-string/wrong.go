package store

func find(ctx context.Context, db *sql.DB, name string) {
	db.Query(fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", name)) // WRONG
	db.QueryContext(ctx, "SELECT id FROM users WHERE name = '"+name+"'") // WRONG
	db.Exec("DELETE FROM users WHERE name = " + name) // WRONG
	db.ExecContext(ctx, fmt.Sprintf(`UPDATE users SET name = %v`, name)) // WRONG
	tx.Raw(fmt.Sprintf("select * from users where name like '%%%s%%'", name)).Scan(&all) // WRONG
}

async fn find(name: &str) {
    sqlx::query("SELECT id FROM users WHERE name = $1").bind(name).fetch_all(&pool).await; // RIGHT
    connection.execute(&format!("DELETE FROM {table} WHERE name = ?1"), [name]); // RIGHT
    connection.execute(&format!("DELETE FROM users WHERE id = {id}"), []); // RIGHT
    engine.query(&format!("select = {}", name)); // RIGHT
}

async fn find(name: &str) {
    sqlx::query(&format!("SELECT id FROM users WHERE name = '{}'", name)).fetch_all(&pool).await; // WRONG
    connection.execute(&format!("DELETE FROM users WHERE name = '{name}'"), []); // WRONG
    client.batch_execute(&format!("UPDATE users SET mail = {} WHERE 1 = 1", mail)).await; // WRONG
    diesel::sql_query(format!(r#"SELECT * FROM users WHERE name LIKE '%{}%'"#, term)).load(c); // WRONG
}

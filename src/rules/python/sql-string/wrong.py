def find(cursor, name, table, ids):
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")  # WRONG
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)  # WRONG
    cursor.execute("DELETE FROM users WHERE name = '" + name + "'")  # WRONG
    db.session.execute("select id from t where n = '{}'".format(name), {"x": 1})  # WRONG
    cursor.execute("SELECT id " f"FROM users WHERE name = '{name}'")  # WRONG
    cursor.execute(  # WRONG
        f"""
        UPDATE users SET name = '{name}'
        """
    )

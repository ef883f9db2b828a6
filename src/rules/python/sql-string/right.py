def find(cursor, name, runner):
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))  # RIGHT
    cursor.execute("SELECT * FROM users "
                   "WHERE id = ?", [name])  # RIGHT
    cursor.execute("SELECT id " + "FROM users")  # RIGHT
    cursor.execute(f"SELECT 1")  # RIGHT
    cursor.execute(f"SELECT id FROM {TABLE}")  # RIGHT
    runner.execute(f"build {name}")  # RIGHT
    logger.info(f"SELECT took {name}")  # RIGHT
    cursor.execute(f"SELECT {column} FROM {table_name} WHERE id = 1")  # RIGHT
    cursor.execute("SELECT id FROM %s" % source)  # RIGHT
    cursor.execute("INSERT INTO {} VALUES (1)".format(target))  # RIGHT
    cursor.execute("SELECT id FROM t WHERE id IN (%s)" % ",".join("?" * len(ids)), ids)  # RIGHT
    cursor.execute("SELECT id FROM " + source)  # RIGHT

import sqlite3


def find_orders(db: sqlite3.Connection, customer: str) -> list[tuple]:
    return db.execute("SELECT * FROM orders WHERE customer = ?", (customer,)).fetchall()

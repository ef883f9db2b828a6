import sqlite3
import subprocess


def find_orders(db: sqlite3.Connection, customer: str, seen=[]) -> list[tuple]:
    seen.append(customer)
    return db.execute(f"SELECT * FROM orders WHERE customer = '{customer}'").fetchall()


def export_orders(target: str) -> None:
    subprocess.run("tar czf " + target + " orders/", shell=True, check=True)

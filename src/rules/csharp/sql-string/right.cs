class Store
{
    void Find(string name)
    {
        var a = new SqlCommand("SELECT id FROM users WHERE name = @name", connection); // RIGHT
        command.CommandText = $"TRUNCATE TABLE {table}"; // RIGHT
        var b = context.Users.FromSqlInterpolated($"SELECT * FROM users WHERE mail = {mail}"); // RIGHT
        command.CommandText = "SELECT id " + "FROM users WHERE seen = 1"; // RIGHT
        engine.Execute($"find name = '{name}'"); // RIGHT
    }
}

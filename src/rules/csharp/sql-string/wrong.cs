class Store
{
    void Find(string name)
    {
        var a = new SqlCommand("SELECT id FROM users WHERE name = '" + name + "'", connection); // WRONG
        command.CommandText = $"DELETE FROM users WHERE name = '{name}'"; // WRONG
        var b = context.Users.FromSqlRaw($"SELECT * FROM users WHERE mail LIKE '%{filter.Mail}%'"); // WRONG
        connection.Execute(string.Format("UPDATE users SET name = '{0}'", name)); // WRONG
        var c = connection.Query<User>("select * from users where name = '" + Request.Query["n"] + "'"); // WRONG
    }
}

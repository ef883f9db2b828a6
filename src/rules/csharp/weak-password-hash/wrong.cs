class Accounts
{
    void Store(string password)
    {
        var a = SHA256.HashData(Encoding.UTF8.GetBytes(password)); // WRONG
        var b = MD5.Create().ComputeHash(Encoding.UTF8.GetBytes(salt + user.Password)); // WRONG
        var c = sha1.ComputeHash(Encoding.UTF8.GetBytes(password)); // WRONG
    }
}

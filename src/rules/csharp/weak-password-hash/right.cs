class Accounts
{
    void Store(string password)
    {
        var a = hasher.HashPassword(user, password); // RIGHT
        var etag = MD5.HashData(body); // RIGHT
        var c = Rfc2898DeriveBytes.Pbkdf2(password, salt, 600000, HashAlgorithmName.SHA256, 32); // RIGHT
        var d = sha256.ComputeHash(passwordFile); // RIGHT
    }
}

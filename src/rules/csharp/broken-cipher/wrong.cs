class Box
{
    void Close()
    {
        var a = DES.Create(); // WRONG
        aes.Mode = CipherMode.ECB; // WRONG
        var b = new TripleDESCryptoServiceProvider(); // WRONG
        var c = new RijndaelManaged { Mode = CipherMode.ECB }; // WRONG
    }
}

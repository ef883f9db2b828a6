class Box
{
    void Close()
    {
        using var aes = new AesGcm(key, 16); // RIGHT
        other.Mode = CipherMode.CBC; // RIGHT
        if (other.Mode == CipherMode.ECB) Warn(); // RIGHT
    }
}

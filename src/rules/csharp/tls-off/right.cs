class Web
{
    void Open()
    {
        handler.ServerCertificateCustomValidationCallback = (m, c, ch, e) => e == SslPolicyErrors.None; // RIGHT
        handler.ServerCertificateCustomValidationCallback = Pinned.Check; // RIGHT
        list.Filter = (a, b, c, d) => true; // RIGHT
    }
}

class Web
{
    void Open()
    {
        handler.ServerCertificateCustomValidationCallback = (m, c, ch, e) => true; // WRONG
        ServicePointManager.ServerCertificateValidationCallback += delegate { return true; }; // WRONG
        ServicePointManager.ServerCertificateValidationCallback = (a, b, c, d) => { return true; }; // WRONG
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator; // WRONG
    }
}

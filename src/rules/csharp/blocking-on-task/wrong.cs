class Web
{
    async Task<string> Load(string url)
    {
        var text = client.GetStringAsync(url).Result; // WRONG
        store.SaveAsync(text).Wait(); // WRONG
        return store.ReadAsync().GetAwaiter().GetResult(); // WRONG
    }
}

class Web
{
    async Task<string> Load(string url)
    {
        var task = client.GetStringAsync(url); // RIGHT
        await Task.WhenAll(task, other);
        return task.Result; // RIGHT
    }
    string LoadNow(string url) => client.GetStringAsync(url).Result; // RIGHT
}

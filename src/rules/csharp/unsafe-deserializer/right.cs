class Loader
{
    object Load(Stream stream)
    {
        var data = JsonSerializer.Deserialize<Cart>(stream); // RIGHT
        var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None }; // RIGHT
        if (settings.TypeNameHandling == TypeNameHandling.All) Warn(); // RIGHT
        return new DataContractSerializer(typeof(Cart)).ReadObject(stream); // RIGHT
    }
}

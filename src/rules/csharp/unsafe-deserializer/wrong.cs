class Loader
{
    object Load(Stream stream)
    {
        var data = new BinaryFormatter().Deserialize(stream); // WRONG
        var formatter = new System.Runtime.Serialization.NetDataContractSerializer(); // WRONG
        var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All }; // WRONG
        settings.TypeNameHandling = Newtonsoft.Json.TypeNameHandling.Auto; // WRONG
        return data;
    }
}

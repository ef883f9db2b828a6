class Editor
{
    async void Save() { await store.Write(); } // WRONG
    public static async void Upload(string file) { await web.Put(file); } // WRONG
}

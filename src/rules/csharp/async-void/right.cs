class Editor
{
    async Task Save() { await store.Write(); } // RIGHT
    async void Save_Click(object sender, EventArgs e) { await Save(); } // RIGHT
    protected override async void OnLoad() { await Save(); } // RIGHT
    void Close() { store.Dispose(); } // RIGHT
}

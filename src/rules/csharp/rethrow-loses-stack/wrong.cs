class Job
{
    void Run()
    {
        try { Work(); } catch (IOException e) { Log(e); throw e; } // WRONG
        try { Work(); }
        catch (Exception error)
        {
            if (error.Data.Count > 0)
                throw error; // WRONG
        }
    }
}

class Job
{
    void Run()
    {
        try { Work(); } catch (IOException e) { Log(e); throw; } // RIGHT
        try { Work(); } catch (IOException e) { throw new JobFailed("no disk", e); } // RIGHT
        try { Work(); } catch (Exception e) { e = Unwrap(e); throw e; } // RIGHT
        throw error; // RIGHT
    }
}

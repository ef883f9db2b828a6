class Runner
{
    void Run(string file)
    {
        Process.Start("cmd.exe", "/c cls"); // RIGHT
        Process.Start("git", "log " + file); // RIGHT
        var info = new ProcessStartInfo("/bin/bash", $"-c \"cat {Escape(file)}\""); // RIGHT
    }
}

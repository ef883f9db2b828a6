class Runner
{
    void Run(string file)
    {
        Process.Start("cmd.exe", "/c type " + file); // WRONG
        var info = new ProcessStartInfo("/bin/bash", $"-c \"cat {file}\""); // WRONG
        System.Diagnostics.Process.Start("powershell", "-Command Get-Item " + Request.Form["p"] + " -Force"); // WRONG
    }
}

namespace MLSeq.Packages.Tests;

/// <summary>The command line, installed as a user installs it.</summary>
[Collection(PackedCollection.Name)]
public class ToolTests(PackedFeed feed)
{
    [Fact]
    public void The_installed_tool_runs()
    {
        Command.Run(
            feed[""], feed.Environment, "dotnet",
            "tool", "install", "MLSeq.Tool", "--tool-path", feed["tools"], "--version", feed.Version, "--configfile", feed.ConfigFile, "--ignore-failed-sources");
        var tool = Path.Combine(feed["tools"], OperatingSystem.IsWindows() ? "mlseq.exe" : "mlseq");

        var help = Command.Run(feed[""], feed.Environment, tool, "--help");
        Assert.All((string[])["classify", "tag", "lm", "translate", "transcribe", "detect", "vectors", "onnx", "score"], verb => Assert.Contains($"  {verb} ", help, StringComparison.Ordinal));
        var facts = Command.Run(feed[""], feed.Environment, tool, "doctor");
        Assert.Contains(Build.MicrosoftMLKind == "standin" ? "stand-in" : Build.MicrosoftMLKind, facts, StringComparison.OrdinalIgnoreCase);
    }
}

namespace MLSeq.Tool.Tests.Commands.Vectors;

/// <summary>A folder with a file of nine vectors, and the commands run on it.</summary>
internal sealed class VectorSample : IDisposable
{
    public VectorSample() => Path = Folder.Write(
        "v.txt",
        "9 3\nman 1 0 0\nwoman 0 1 0\nking 1 0 1\nqueen 0 1 1\nhe .9 .1 0\nshe .1 .9 0\ndoctor .5 .2 -.6\nnurse .2 .5 -.6\napple -1 -1 .2\n");

    public TemporaryFolder Folder { get; } = new();

    public string Path { get; }

    public void Dispose() => Folder.Dispose();

    public Invocation Run(string command, params string[] arguments)
    {
        var run = Invocation.Of(["vectors", command, Path, .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>A command fails with a message and without a stack, writes nothing and leaves nothing behind.</summary>
    public void AssertFails(int exitCode, string expected, string[] arguments)
    {
        var run = Invocation.Of(["vectors", arguments[0], Path, .. arguments[1..].Select(a => a == "x.svg" ? Folder.PathOf(a) : a)]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.Equal(["v.txt"], Directory.EnumerateFiles(Folder.FullName).Select(System.IO.Path.GetFileName));
    }
}

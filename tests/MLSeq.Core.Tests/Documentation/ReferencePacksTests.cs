using MLSeq.Documentation;

namespace MLSeq.Tests.Documentation;

public class ReferencePacksTests
{
    [Fact]
    public void Takes_the_highest_version_of_each_pack_of_the_first_root_that_has_any()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b/packs/One.Ref/9.0.0/ref/net9.0/Old.xml", "");
        var one = folder.Write("b/packs/One.Ref/10.0.1/ref/net10.0/A.xml", "");
        folder.Write("b/packs/One.Ref/10.0.1/ref/net10.0/A.dll", "");
        var two = folder.Write("b/packs/Two.Ref/10.0.0/ref/net10.0/B.xml", "");
        folder.Write("c/packs/Three.Ref/10.0.0/ref/net10.0/C.xml", "");

        Assert.Equal([one, two], ReferencePacks.Find([folder["a"], folder["b"], folder["c"]]));
    }

    [Fact]
    public void Finds_nothing_where_there_is_nothing()
    {
        using var folder = new TemporaryFolder();

        Assert.Empty(ReferencePacks.Find([folder[""], folder["missing"]]));
    }

    [SkippableFact]
    public void The_sdk_that_runs_the_tests_has_some()
    {
        var roots = ReferencePacks.Roots();
        Skip.IfNot(roots.Any(r => Directory.Exists(Path.Combine(r, "packs"))), "There is no packs folder beside this .NET: " + string.Join(", ", roots));

        var files = ReferencePacks.Find(roots);

        Assert.Contains(files, f => Path.GetFileName(f) == "System.Runtime.xml");
    }
}

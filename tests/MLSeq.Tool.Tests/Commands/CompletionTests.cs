using System.Diagnostics;

namespace MLSeq.Tool.Tests.Commands;

public class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void There_is_a_script_for_each_shell(string shell)
    {
        var run = Invocation.Of("completion", shell);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("[suggest:", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_shell_is_a_usage_error()
    {
        var run = Invocation.Of("completion", "csh");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'csh'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clas", "classify")]
    [InlineData("classify tr", "train")]
    [InlineData("classify train --cel", "--cell")]
    [InlineData("classify train --cell ", "gru gru-reset-before gru-simple lstm lstm-peephole rnn rnn-relu")]
    [InlineData("vectors train --algorithm glo", "glove")]
    [InlineData("completion z", "zsh")]
    public void Verbs_options_and_values_are_suggested(string line, string expected)
    {
        var run = Invocation.Of($"[suggest:{line.Length}]", line);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected.Split(' '), run.Lines);
    }

    [SkippableTheory]
    [InlineData("mlseq cla", "classify")]
    [InlineData("mlseq ", "classify", "demo", "vectors")]
    [InlineData("mlseq classify tr", "train")]
    [InlineData("mlseq lm train --schedule co", "constant", "cosine")]
    [InlineData("mlseq vectors nearest v.bin --re", "--restrict")]
    [InlineData("mlseq classify train --train ", "")]
    public void Bash_completes_by_the_script(string line, params string[] expected)
    {
        Skip.IfNot(File.Exists("/bin/bash"), "There is no bash.");
        using var folder = new TemporaryFolder();
        var script = folder.Write("completion.sh", Invocation.Of("completion", "bash").Out);
        var tool = Path.Combine(AppContext.BaseDirectory, "MLSeq.Tool.dll");

        // As readline does it: a line, the cursor at its end, the command and the word under the cursor as arguments.
        var asked = folder.Write("ask.sh", $$"""
            mlseq() { dotnet "{{tool}}" "$@"; }
            source "{{script}}"
            complete -p mlseq > /dev/null || exit 1
            COMP_LINE="$1" COMP_POINT=${#1}
            _mlseq mlseq "${1##* }" ""
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        var start = new ProcessStartInfo("/bin/bash", [asked, line]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        var words = bash.StandardOutput.ReadToEnd().Split('\n');

        Assert.All(expected, word => Assert.Contains(word, words));
        Assert.Equal(expected.Length == 1 ? 2 : words.Length, words.Length);
        bash.WaitForExit();
        Assert.Equal(0, bash.ExitCode);
    }
}

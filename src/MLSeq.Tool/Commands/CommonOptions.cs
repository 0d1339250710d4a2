using System.CommandLine;

namespace MLSeq.Tool.Commands;

/// <summary>The options that every command takes.</summary>
internal sealed class CommonOptions
{
    public Option<int> Seed { get; } = OptionTypes.Whole("--seed", "Seed of weights, shuffling and dropout.", 1, 0);

    public Option<int> Threads { get; } = OptionTypes.Whole("--threads", "Threads that train and score; 0 is one a core.", 0, 0, 1024);

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object on standard output, nothing else." };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress and no notes on standard error." };

    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { Seed, Threads, Json, Quiet })
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
    }
}

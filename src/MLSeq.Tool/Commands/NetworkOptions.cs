using System.CommandLine;
using MLSeq.Embeddings;
using MLSeq.Networks;

namespace MLSeq.Tool.Commands;

/// <summary>What the <c>train</c> commands let the user choose about the network. Defaults are the library's.</summary>
internal sealed class NetworkOptions
{
    private readonly Option[] _options;
    private readonly Option<RecurrentCell> _cell;
    private readonly Option<int> _hidden;
    private readonly Option<int> _layers;
    private readonly Option<int> _denseLayers;
    private readonly Option<int> _embedding;
    private readonly Option<string?> _vectors = OptionTypes.File("--vectors", "Word vectors to start from: word2vec's, GloVe's or fastText's format. All their words join the vocabulary.");
    private readonly Option<bool> _freeze = new("--freeze") { Description = "Leave the vectors of --vectors as they are; without it they are fine-tuned." };
    private readonly Option<float> _dropout;
    private readonly Option<bool> _lockedDropout = new("--locked-dropout") { Description = "Drop the same activations at all steps of a sequence." };
    private readonly Option<float> _wordDropout;
    private readonly Option<WeightInitialization> _init;
    private readonly Option<float> _initRange;

    /// <param name="defaults">What is not said on the command line.</param>
    /// <param name="overFrames">Whether the network reads frames, which have no vectors of tokens.</param>
    public NetworkOptions(RecurrentLayerOptions defaults, bool overFrames = false)
    {
        var network = defaults as RecurrentNetworkOptions;
        _cell = OptionTypes.Choice("--cell", "The recurrent cell.", defaults.Cell, hyphens: true);
        _hidden = OptionTypes.Whole("--hidden", "Units of each layer and direction.", defaults.HiddenSize, 1, 8192);
        _layers = OptionTypes.Whole("--layers", "Stacked recurrent layers.", defaults.Layers, 1, 16);
        _denseLayers = OptionTypes.Whole("--dense-layers", "Dense layers above the recurrent ones, at each step.", network?.DenseLayers ?? 0, 0, 16);
        _embedding = OptionTypes.Whole("--embedding", "Size of a token's vector; with --vectors their dimensions.", network?.EmbeddingSize ?? 0, 1, 8192);
        _dropout = OptionTypes.Real("--dropout", "Share of activations dropped in training.", defaults.Dropout, 0, 0.99f);
        _wordDropout = OptionTypes.Real("--word-dropout", "Share of tokens read as unknown ones in training.", network?.WordDropout ?? 0, 0, 0.99f);
        _init = OptionTypes.Choice("--init", "How weights are drawn at the start.", defaults.Initialization);
        _initRange = OptionTypes.Real("--init-range", "Draws all weights uniformly from minus this to this: --init uniform.", defaults.InitRange, 1e-6f, 100);
        Option[] ofNetwork = network is null ? [] : overFrames ? [_denseLayers] : [_denseLayers, _embedding, _vectors, _freeze, _wordDropout];
        _options = [_cell, _hidden, _layers, .. ofNetwork, _dropout, _lockedDropout, _init, _initRange];
    }

    public void AddTo(Command command)
    {
        foreach (var option in _options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Sets what was chosen.</summary>
    /// <exception cref="ToolException">The options contradict each other, or the vectors cannot be read.</exception>
    public void Apply(ParseResult parsed, RecurrentLayerOptions options)
    {
        options.Cell = parsed.GetValue(_cell);
        options.HiddenSize = parsed.GetValue(_hidden);
        options.Layers = parsed.GetValue(_layers);
        options.Dropout = parsed.GetValue(_dropout);
        options.LockedDropout = parsed.GetValue(_lockedDropout);
        options.Initialization = Initialization(parsed);
        options.InitRange = parsed.GetValue(_initRange);
        if (options is RecurrentNetworkOptions network)
        {
            network.DenseLayers = parsed.GetValue(_denseLayers);
            if (_options.Contains(_wordDropout))
            {
                network.WordDropout = parsed.GetValue(_wordDropout);
                UseWordVectors(parsed, network);
            }
        }
    }

    /// <summary>Whether the size of a token's vector was chosen.</summary>
    public bool GivesEmbedding(ParseResult parsed) => parsed.IsGiven(_embedding);

    private WeightInitialization Initialization(ParseResult parsed)
    {
        var chosen = parsed.GetValue(_init);
        if (!parsed.IsGiven(_initRange))
        {
            return chosen;
        }

        return chosen == WeightInitialization.Uniform || !parsed.IsGiven(_init)
            ? WeightInitialization.Uniform
            : throw new ToolException($"--init-range belongs to --init uniform; found --init {chosen.ToString().ToLowerInvariant()}.", ExitCode.Usage);
    }

    private void UseWordVectors(ParseResult parsed, RecurrentNetworkOptions options)
    {
        var size = parsed.IsGiven(_embedding) ? parsed.GetValue(_embedding) : (int?)null;
        options.FreezeWordVectors = parsed.GetValue(_freeze);
        if (parsed.GetValue(_vectors) is not { } path)
        {
            options.EmbeddingSize = size ?? options.EmbeddingSize;
            if (options.FreezeWordVectors)
            {
                throw new ToolException("--freeze: there are no --vectors to leave as they are.", ExitCode.Usage);
            }

            return;
        }

        options.WordVectors = File.Exists(path) ? WordVectors.Load(path) : throw new ToolException($"{path}: no such file.");
        if (size is { } asked && asked != options.WordVectors.Dimensions)
        {
            throw new ToolException(
                $"--embedding {asked}: the vectors of {path} have {options.WordVectors.Dimensions} dimensions; expected the same, or no --embedding.", ExitCode.Usage);
        }
    }
}

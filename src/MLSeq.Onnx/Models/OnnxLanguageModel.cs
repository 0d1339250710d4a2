using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using MLSeq.LanguageModels;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Onnx.Models;

/// <summary>
/// A language model in ONNX Runtime: the graph that reads tokens from state to state (<see cref="LanguageModelGraph.Generator"/>), and what is drawn
/// and scored with it. It gives what the <see cref="LanguageModel"/> gives that it was made from. Any number of threads may use it.
/// </summary>
public sealed class OnnxLanguageModel : TextGenerator, IDisposable
{
    private readonly InferenceSession _session;

    private OnnxLanguageModel(InferenceSession session, string device, Tokenizer tokenizer, Vocabulary vocabulary, bool isContinuous)
        : base(tokenizer, vocabulary, isContinuous) => (_session, Device) = (session, device);

    /// <summary>Where the graph runs: "cpu" or, for instance, "cuda:0".</summary>
    public string Device { get; }

    internal override int FeatureCount => 0;

    /// <summary>Opens a file of <see cref="LanguageModelGraph.Generator"/>, such as <c>mlseq lm train --onnx</c> writes. It is not trusted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The device to run on; null for the CPU.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load it, or it is no such model.</exception>
    /// <exception cref="InvalidOperationException">CUDA cannot be used, and falling back is not allowed.</exception>
    public static OnnxLanguageModel Load(string path, OnnxScorerOptions? options = null)
    {
        var (session, device) = ScorerSession.Open(
            $"'{path}'", ScorerSession.OfFile(path), session => TryOut(session, path), (options ?? new()).Checked());
        try
        {
            Check(session, path);
            var (tokenizer, vocabulary, isContinuous) = ReadText(session.ModelMetadata.CustomMetadataMap, path);
            return new(session, device, tokenizer, vocabulary, isContinuous);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    internal override TokenPredictor CreatePredictor() => new OnnxTokenPredictor(_session);

    private static void TryOut(InferenceSession session, string path)
    {
        Check(session, path);
        new OnnxTokenPredictor(session).Predict(0);
    }

    private static void Check(InferenceSession session, string path)
    {
        var states = session.InputNames.Where(name => name != LanguageModelGraph.Ids).ToList();
        if (!session.InputNames.Contains(LanguageModelGraph.Ids) || !session.OutputNames.Contains(LanguageModelGraph.Probabilities)
            || states.Any(name => !session.OutputNames.Contains(LanguageModelGraph.Next + name)))
        {
            throw new InvalidDataException(
                $"'{path}' is no language model to go on with texts: it has the inputs {string.Join(", ", session.InputNames)} and the outputs "
                + $"{string.Join(", ", session.OutputNames)}; expected {LanguageModelGraph.Ids}, {LanguageModelGraph.Probabilities}, and states with those to come.");
        }
    }

    private static (Tokenizer Tokenizer, Vocabulary Vocabulary, bool IsContinuous) ReadText(Dictionary<string, string> metadata, string path)
    {
        string Entry(string key) => metadata.GetValueOrDefault(key)
            ?? throw new InvalidDataException($"'{path}' lacks the metadata entry '{key}'; expected a file that MLSeq wrote.");
        var (tokenizer, json, start) = (Entry(LanguageModelGraph.TokenizerKey), Entry(LanguageModelGraph.TokensKey), Entry(LanguageModelGraph.StartKey));
        try
        {
            using var reader = new BinaryReader(new MemoryStream(Convert.FromBase64String(tokenizer)));
            var tokens = JsonSerializer.Deserialize<string[]>(json) ?? [];
            var vocabulary = Vocabulary.FromTokens(tokens.Skip(1)); // without the unknown token, which each has
            return (Tokenizer.Load(reader), vocabulary, int.Parse(start, CultureInfo.InvariantCulture) == vocabulary.EndId);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or ArgumentException or FormatException or OverflowException or EndOfStreamException)
        {
            throw new InvalidDataException($"The metadata of '{path}' are damaged. {e.Message}", e);
        }
    }
}

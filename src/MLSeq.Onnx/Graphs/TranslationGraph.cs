using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MLSeq.Graphs;
using MLSeq.LanguageModels;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Layers;
using MLSeq.Onnx.Models;
using MLSeq.Translation;

namespace MLSeq.Onnx.Graphs;

/// <summary>
/// Translation models as graphs: an encoder and a decoder step to search with (<see cref="OnnxTranslator"/> does), and a translator that writes
/// the likeliest token at each step, with everything in one graph.
/// </summary>
public static partial class TranslationGraph
{
    /// <summary>The encoder's input: source ids [N, S] int64, each row ending with the end token and padded with -1. The step's: each row's last token [R] int64.</summary>
    public const string Ids = "Ids";

    /// <summary>The step's input of which row of the states each row goes on from: [R] int64.</summary>
    public const string Parents = "Parents";

    /// <summary>The step's input of which source each row has: [R] int64; in models with attention.</summary>
    public const string Sources = "Sources";

    /// <summary>The encoder's states, in models with attention: [N, S, D] float.</summary>
    public const string Memory = "Memory";

    /// <summary>What attention scores the encoder's states by: [N, S, K] float.</summary>
    public const string Keys = "Keys";

    /// <summary>Which of the S steps each source has: [N, S] bool.</summary>
    public const string Present = "Present";

    /// <summary>What input feeding reads beside a token: [R, H] float.</summary>
    public const string Feed = "Feed";

    /// <summary>The step's output, whose softmax is the probability of each token to come next: [R, V] float.</summary>
    public const string Outputs = "Outputs";

    /// <summary>The step's attention over the source: [R, S] float.</summary>
    public const string Attention = "Attention";

    /// <summary>What stands before the name of a state where it is an output of the step.</summary>
    public const string Next = "Next";

    /// <summary>The metadata entry that the encoder and the step of one model share, made of the weights.</summary>
    public const string ModelKey = "mlseq.model";

    /// <summary>The metadata entry with the tokenizer and the vocabulary of the sources, in the encoder, or targets, in the step: binary, in Base64.</summary>
    public const string TextKey = "mlseq.text";

    /// <summary>
    /// The graph that reads sources: <see cref="Ids"/> in; out come the states that the step starts from, under the names of its inputs
    /// (<c>Hidden1</c>, <c>Cell1</c> and so on, <see cref="Feed"/>), and what it looks at (<see cref="Memory"/>, <see cref="Keys"/>, <see cref="Present"/>).
    /// </summary>
    /// <param name="model">The model.</param>
    public static OnnxGraph Encoder(TranslationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var graph = NewGraph(model, model.Codec.Source);
        var sources = TextGraph.PaddedIds(graph, graph.Input(Ids, OnnxElementType.Int64, "N", "S"));
        var (memory, start) = model.Network.CreateStack().DescribeSources(graph, sources);
        var options = model.Network.Options;
        foreach (var (name, value) in StateNames(options).Zip(start.Values))
        {
            graph.Output(name, value, OnnxElementType.Float, "N", Size(options.HiddenSize));
        }

        if (options.Attention != AttentionKind.None)
        {
            graph.Output(Memory, memory.Values, OnnxElementType.Float, "N", "S", Size(options.MemorySize));
            graph.Output(Keys, memory.Keys, OnnxElementType.Float, "N", "S", Size(KeySize(options)));
            graph.Output(Present, memory.Present, OnnxElementType.Bool, "N", "S");
        }

        return graph;
    }

    /// <summary>
    /// The graph of one step of any number of targets: <see cref="Ids"/>, <see cref="Parents"/>, <see cref="Sources"/>, the states, and what the encoder
    /// gives to look at, in; <see cref="Outputs"/>, the states behind <see cref="Next"/> (<c>NextHidden1</c> and so on) and <see cref="Attention"/> out.
    /// </summary>
    /// <param name="model">The model.</param>
    public static OnnxGraph Step(TranslationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = model.Network.Options;
        var hasAttention = options.Attention != AttentionKind.None;
        var graph = NewGraph(model, model.Codec.Target);
        GraphValue Row(string name) => graph.Input(name, OnnxElementType.Int64, "R");
        var (ids, parents) = (Row(Ids), Row(Parents));
        var sources = hasAttention ? Row(Sources) : GraphValue.None;
        var state = NewState(options).Select(value => graph.Gather(graph.Input(value.Name, OnnxElementType.Float, "P", Size(options.HiddenSize)), parents));
        GraphValue Looked(string name, OnnxElementType type, params ReadOnlySpan<string> shape) => graph.Gather(graph.Input(name, type, shape), sources);
        var memory = !hasAttention ? GraphMemory.None : new(
            Looked(Memory, OnnxElementType.Float, "N", "S", Size(options.MemorySize)),
            Looked(Keys, OnnxElementType.Float, "N", "S", Size(KeySize(options))),
            Looked(Present, OnnxElementType.Bool, "N", "S"));
        var (outputs, next, attention) = model.Network.CreateStack().DescribeStep(graph, ids, state, memory);
        graph.Output(Outputs, outputs, OnnxElementType.Float, "R", Size(options.TargetVocabularySize));
        foreach (var (name, value) in StateNames(options).Zip(next.Values))
        {
            graph.Output(Next + name, value, OnnxElementType.Float, "R", Size(options.HiddenSize));
        }

        if (hasAttention)
        {
            graph.Output(Attention, attention, OnnxElementType.Float, "R", "S");
        }

        return graph;
    }

    /// <summary>The names of the states, in the order of their values.</summary>
    private static IEnumerable<string> StateNames(EncoderDecoderOptions options) => NewState(options).Values.Select(value => value.Name);

    /// <summary>A state whose values are the names of the step's inputs.</summary>
    private static GraphDecoderState NewState(EncoderDecoderOptions options)
    {
        var hasCell = options.DecoderCell is Networks.RecurrentCell.Lstm or Networks.RecurrentCell.LstmPeephole;
        return new(
            [.. Enumerable.Range(1, options.DecoderLayers).Select(layer => new GraphRecurrentState(
                new(LanguageModelGraph.Hidden(layer)), hasCell ? new(LanguageModelGraph.Cell(layer)) : GraphValue.None))],
            options.Feeds ? new(Feed) : GraphValue.None);
    }

    private static int KeySize(EncoderDecoderOptions options) => options.Attention switch
    {
        AttentionKind.Dot => options.MemorySize,
        AttentionKind.General => options.HiddenSize,
        _ => options.AdditiveSize,
    };

    private static OnnxGraph NewGraph(TranslationModel model, TokenCodec text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in model.Network.Parameters)
        {
            hash.AppendData(MemoryMarshal.AsBytes(parameter.Values));
        }

        var graph = new OnnxGraph();
        graph.Metadata[ModelKey] = Convert.ToHexString(hash.GetHashAndReset());
        graph.Metadata[TextKey] = TextMetadata.Write(text.Tokenizer, text.Vocabulary);
        return graph;
    }

    private static string Size(int size) => size.ToString(CultureInfo.InvariantCulture);
}

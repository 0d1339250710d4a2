using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Sentences;
using MLSeq.Graphs;
using MLSeq.Text;

namespace MLSeq.Interop;

/// <summary>How MLSeq's columns look in the graph of ML.NET's exporter.</summary>
internal sealed partial class OnnxContextGraph
{
    private const long Int32Type = 6;
    private const long UInt32Type = 12;

    /// <summary>Adds a tokenizer: text [N, 1] to tokens [N, T], padded with "".</summary>
    /// <exception cref="NotSupportedException">No operator of these operator sets cuts in the same way.</exception>
    public void AddTokenizer(string inputColumn, string outputColumn, Tokenizer tokenizer)
    {
        if (tokenizer is not WordTokenizer)
        {
            throw Unsupported($"operator sets 9 to 12 have no operator for the {tokenizer.Name} tokenizer.");
        }

        if ((tokenizer.Normalization & ~TextNormalization.LowerCase) != TextNormalization.None)
        {
            throw Unsupported($"operator sets 9 to 12 have no operator for the normalization {tokenizer.Normalization}.");
        }

        var text = this.Reshape(Column(inputColumn), -1);
        if (tokenizer.Normalization.HasFlag(TextNormalization.LowerCase))
        {
            _context.CheckOpSetVersion(10, _stage);
            text = Operator("StringNormalizer", [text], 1, string.Empty,
                new GraphAttribute("case_change_action", "LOWER"), new GraphAttribute("is_case_sensitive", 1L), new GraphAttribute("locale", "C.UTF-8"))[0];
        }

        var tokens = Operator("Tokenizer", [text], 1, "com.microsoft",
            new GraphAttribute("mark", 0L), new GraphAttribute("mincharnum", 1L), new GraphAttribute("pad_value", string.Empty),
            new GraphAttribute("tokenexp", WordTokenizer.Re2Pattern))[0];
        var column = Assign(outputColumn, new VectorDataViewType(TextDataViewType.Instance), tokens);

        // There is no comparison of strings: padding counts -1, tokens 0.
        var padding = Operator("LabelEncoder", [tokens], 1, "ai.onnx.ml",
            new GraphAttribute("keys_strings", new[] { string.Empty }), new GraphAttribute("values_int64s", new[] { -1L }), new GraphAttribute("default_int64", 0L))[0];
        KnownLengths[column] = this.Add(Dimension(padding, 1), this.ReduceSum(padding, 1));
    }

    /// <summary>Adds a vocabulary: tokens [N, T] to raw keys [N, T].</summary>
    public void AddVocabulary(string inputColumn, string outputColumn, Vocabulary vocabulary)
    {
        var tokens = Column(inputColumn);
        var ids = Operator("LabelEncoder", [tokens], 1, "ai.onnx.ml",
            new GraphAttribute("keys_strings", vocabulary.Skip(1).ToArray()),
            new GraphAttribute("values_int64s", Enumerable.Range(1, vocabulary.Count - 1).Select(id => (long)id).ToArray()),
            new GraphAttribute("default_int64", (long)Vocabulary.UnknownId))[0];
        var keys = Operator("Cast", [ids], 1, string.Empty, new GraphAttribute("to", UInt32Type))[0];
        var column = Assign(outputColumn, new VectorDataViewType(new KeyDataViewType(typeof(uint), vocabulary.Count - 1)), keys);
        if (KnownLengths.TryGetValue(tokens, out var lengths))
        {
            KnownLengths[column] = lengths;
        }
    }

    /// <summary>Adds word vectors: tokens or raw keys [N, T] to vectors [N, D], or to frames [N, T * D], padded with zeros.</summary>
    /// <exception cref="NotSupportedException">The operator sets or the graph cannot do it; the message says why.</exception>
    public void AddWordVectors(DataViewSchema.Column input, DataViewSchema.DetachedColumn output, SentenceEncoding encoding)
    {
        if (encoding.IsPerToken && OperatorSet < SentenceGraph.PerTokenOperatorSet)
        {
            throw Unsupported($"a vector for each token takes operator set {SentenceGraph.PerTokenOperatorSet} or later, not {OperatorSet}.");
        }

        var (graph, rows, lengths) = input.Type.IsIds() ? KeyRows(input, encoding) : WordRows(input.Name, encoding);
        if (!encoding.IsPerToken)
        {
            Assign(output.Name, output.Type, graph.Pool(rows, lengths));
            return;
        }

        var frames = graph.PerToken(rows, lengths);
        var column = Assign(output.Name, output.Type, this.Reshape(Steps(frames.Values, frames.Lengths), 0, -1));
        KnownLengths[column] = Operator("Mul", [this.CastToInt64(frames.Lengths), Constant("frameSize", [(long)encoding.Width], 1)], 1, string.Empty)[0];
    }

    private (SentenceGraph Graph, GraphValue Rows, GraphValue? Lengths) KeyRows(DataViewSchema.Column input, SentenceEncoding encoding)
    {
        var ids = Ids(input.Name);
        return (new(this, encoding, SentenceTable.OfKeys(encoding, WordReader.KeyWords(input))), ids.Values, ids.Lengths);
    }

    private (SentenceGraph Graph, GraphValue Rows, GraphValue? Lengths) WordRows(string column, SentenceEncoding encoding)
    {
        if (encoding.UnknownWords == UnknownWords.Subwords)
        {
            throw Unsupported("it takes the vectors of unknown words from their subwords, and no operator cuts a word into subwords; "
                + $"put MapTokensToIds before it, so that all words are known, or set {nameof(WordVectorOptions.UnknownWords)} to another value.");
        }

        var graph = new SentenceGraph(this, encoding, SentenceTable.OfWords(encoding));
        var tokens = Column(column);
        var rows = graph.Rows(tokens);
        return (graph, graph.Padded(KnownLengths.ContainsKey(tokens) ? rows : Measure(rows).Ids), null);
    }

    /// <summary>A column of raw keys [N, T] as a network takes it: never empty.</summary>
    public GraphSequence Ids(string column)
    {
        var keys = Column(column);
        var ids = this.CastToInt64(keys);
        if (!KnownLengths.TryGetValue(keys, out var lengths))
        {
            (ids, lengths) = Measure(ids);
        }

        var padding = this.CastToInt64(Zeros(ids, 1));
        return new(Operator("Concat", [ids, padding], 1, string.Empty, new GraphAttribute("axis", 1L))[0], AtLeastOne(ids, lengths));
    }

    /// <summary>A column of frames [N, T * F] as a network takes it, [N, T, F]: never empty.</summary>
    public GraphSequence Frames(string column, int frameSize)
    {
        var values = Column(column);
        var padded = Operator("Concat", [values, Zeros(values, frameSize)], 1, string.Empty, new GraphAttribute("axis", 1L))[0];
        var lengths = KnownLengths.TryGetValue(values, out var known) ? known : Dimension(values, 1);
        return new(
            this.Reshape(padded, 0, -1, frameSize),
            AtLeastOne(values, this.Divide(lengths, Constant("frameSize", [(long)frameSize], 1))));
    }

    /// <summary>Makes a prediction the value of its column, for rows of <paramref name="lengths"/> steps.</summary>
    public void Assign(GraphPrediction prediction, DataViewType type, GraphValue lengths)
    {
        var value = prediction.Value;
        if (prediction.Form == PredictionForm.StepScores)
        {
            AssignSteps(prediction.ColumnName, type, value, lengths);
            return;
        }

        if (prediction.Form == PredictionForm.StepClasses)
        {
            CheckSteps();
            value = Steps(value, lengths);
        }

        if (prediction.Form is PredictionForm.ClassIndex or PredictionForm.StepClasses)
        {
            value = Operator("Cast", [this.Add(value, Constant("one", [1L], 1))], 1, string.Empty, new GraphAttribute("to", UInt32Type))[0];
        }

        Assign(prediction.ColumnName, type, value);
    }

    /// <summary>Values [N, T, K] become [N, longest K]: the step that keeps the graph from being empty goes.</summary>
    private void AssignSteps(string columnName, DataViewType type, GraphValue value, GraphValue lengths)
    {
        CheckSteps();
        Assign(columnName, type, this.Reshape(Steps(value, lengths), 0, -1));
    }

    private void CheckSteps()
    {
        if (OperatorSet < 10)
        {
            throw Unsupported($"an answer for each step takes operator set 10 or later, not {OperatorSet}.");
        }
    }

    /// <summary>The steps that the longest row has, of values [N, T, ...].</summary>
    private GraphValue Steps(GraphValue values, GraphValue lengths)
    {
        var longest = this.Reshape(this.CastToInt64(this.ReduceMax(this.CastToFloat(lengths), 0)), 1);
        return Operator("Slice", [values, Constant("start", [0L], 1), longest, Constant("axis", [1L], 1)], 1, string.Empty)[0];
    }

    /// <summary>Ids that a stage of ML.NET's own gave, and their lengths [N].</summary>
    /// <remarks>
    /// ML.NET's exporter declares the words that TokenizeIntoWords cuts as one, and ONNX Runtime computes shapes from
    /// that before the graph runs. So steps are counted by a sum over values, and a slice of that size makes the shape
    /// unknown again.
    /// </remarks>
    private (GraphValue Ids, GraphValue Lengths) Measure(GraphValue ids)
    {
        var ones = this.CastToFloat(Operator("Equal", [ids, ids], 1, string.Empty)[0]);
        var lengths = this.ReduceSum(ones, 1);
        if (OperatorSet >= 10)
        {
            // Before, the bounds of a slice had to be constants.
            var end = this.Reshape(this.CastToInt64(this.ReduceMax(lengths, 0)), 1);
            ids = Operator("Slice", [ids, Constant("start", [0L], 1), end, Constant("axis", [1L], 1)], 1, string.Empty)[0];
        }

        return (ids, lengths);
    }

    /// <summary>Zeros of [N, width], in single precision.</summary>
    private GraphValue Zeros(GraphValue rows, int width)
    {
        var shape = Operator("Concat", [Dimension(rows, 0), Constant("width", [(long)width], 1)], 1, string.Empty, new GraphAttribute("axis", 0L))[0];
        return Operator("ConstantOfShape", [shape], 1, string.Empty)[0];
    }

    /// <summary>A dimension as a vector of one element.</summary>
    private GraphValue Dimension(GraphValue value, long axis) =>
        this.Gather(Operator("Shape", [value], 1, string.Empty)[0], Constant("axis", [axis], 1));

    /// <summary>Lengths [N] or [1] (int64) as [N] (int32), at least 1.</summary>
    private GraphValue AtLeastOne(GraphValue rows, GraphValue lengths)
    {
        // Maximum takes integers from operator set 12 on only.
        var most = Operator("Max", [this.CastToFloat(lengths), Constant("one", [1f], 1)], 1, string.Empty)[0];
        var integers = Operator("Cast", [most], 1, string.Empty, new GraphAttribute("to", Int32Type))[0];
        return Operator("Expand", [integers, Dimension(rows, 0)], 1, string.Empty)[0];
    }
}

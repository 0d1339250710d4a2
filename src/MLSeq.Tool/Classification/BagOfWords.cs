using System.Numerics.Tensors;
using MLSeq.Text;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Classification;

/// <summary>
/// The demo's yardstick: multinomial logistic regression (softmax) on how often each token occurs in a text, whatever
/// the order, trained by stochastic gradient descent with AdaGrad's rates (Duchi, Hazan and Singer 2011).
/// </summary>
/// <remarks>
/// Rate and L2 penalty are chosen on the validation texts, and so is the epoch to stop at: the baseline gets the same
/// tokens and at least the same care as the network it stands beside.
/// </remarks>
internal sealed class BagOfWords
{
    private const int MaximumEpochs = 20;
    private const int Patience = 1;
    private static readonly float[] Rates = [0.1f, 0.3f];
    private static readonly float[] Penalties = [0, 1e-5f];

    private readonly Tokenizer _tokenizer;
    private readonly Vocabulary _vocabulary;
    private readonly string[] _labels;

    // [vocabulary, classes] row-major, so that a token's weights are one span; the last row is the bias.
    private float[] _weights;

    private BagOfWords(Tokenizer tokenizer, Vocabulary vocabulary, string[] labels)
    {
        _tokenizer = tokenizer;
        _vocabulary = vocabulary;
        _labels = labels;
        _weights = new float[(vocabulary.Count + 1) * labels.Length];
    }

    /// <summary>Trains on <paramref name="train"/>; tokens seen fewer than <paramref name="minCount"/> times are unknown ones.</summary>
    public static BagOfWords Train(
        IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> validation, Tokenizer tokenizer, int minCount, int seed, CancellationToken cancellationToken)
    {
        var vocabulary = Vocabulary.Build(train.SelectMany(t => tokenizer.Tokenize(t.Text)), new VocabularyOptions { MinCount = minCount });
        var model = new BagOfWords(tokenizer, vocabulary, [.. train.Select(t => t.Label).Distinct().Order(StringComparer.Ordinal)]);
        var trainRows = train.Select(model.Encode).ToArray();
        var validationRows = validation.Select(model.Encode).ToArray();
        var best = (Loss: double.PositiveInfinity, Weights: model._weights);
        foreach (var (rate, penalty) in Rates.SelectMany(r => Penalties.Select(p => (r, p))))
        {
            model._weights = new float[best.Weights.Length];
            var fitted = model.Fit(trainRows, validationRows, rate, penalty, seed, cancellationToken);
            best = fitted.Loss < best.Loss ? fitted : best;
        }

        model._weights = best.Weights;
        return model;
    }

    /// <summary>The most probable label of a text.</summary>
    public string Predict(string text)
    {
        var scores = new float[_labels.Length];
        Probabilities(Encode(new LabelledText { Text = text }), scores);
        return _labels[TensorPrimitives.IndexOfMax(scores)];
    }

    private (double Loss, float[] Weights) Fit(
        Row[] train, Row[] validation, float rate, float penalty, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var order = Enumerable.Range(0, train.Length).ToArray();
        var squares = new float[_weights.Length];
        var best = (Loss: double.PositiveInfinity, Weights: _weights);
        for (int epoch = 0, worse = 0; epoch < MaximumEpochs && worse < Patience; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            random.Shuffle(order);
            foreach (var index in order)
            {
                Step(train[index], squares, rate, penalty);
            }

            var loss = Loss(validation);
            worse = loss < best.Loss ? 0 : worse + 1;
            best = loss < best.Loss ? (loss, (float[])_weights.Clone()) : best;
        }

        return best;
    }

    /// <summary>One example: the gradient of the cross-entropy with respect to a score is probability minus target.</summary>
    private void Step(Row row, float[] squares, float rate, float penalty)
    {
        Span<float> error = stackalloc float[_labels.Length];
        Span<float> gradient = stackalloc float[_labels.Length];
        Probabilities(row, error);
        error[row.Label] -= 1;
        for (var i = 0; i < row.Tokens.Length; i++)
        {
            var offset = row.Tokens[i] * _labels.Length;
            var weights = _weights.AsSpan(offset, _labels.Length);
            var square = squares.AsSpan(offset, _labels.Length);
            for (var k = 0; k < error.Length; k++)
            {
                var g = (error[k] * row.Counts[i]) + (penalty * weights[k]);
                square[k] += g * g;
                gradient[k] = g * rate / (MathF.Sqrt(square[k]) + 1e-6f);
            }

            TensorPrimitives.Subtract(weights, gradient, weights);
        }
    }

    private void Probabilities(Row row, Span<float> scores)
    {
        scores.Clear();
        for (var i = 0; i < row.Tokens.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(_weights.AsSpan(row.Tokens[i] * _labels.Length, _labels.Length), row.Counts[i], scores, scores);
        }

        // SoftMax takes the exponential of what it is given, so the largest score is brought to 0 first.
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.SoftMax(scores, scores);
    }

    private double Loss(Row[] rows)
    {
        var scores = new float[_labels.Length];
        double sum = 0;
        foreach (var row in rows)
        {
            Probabilities(row, scores);
            sum -= Math.Log(Math.Max(scores[row.Label], 1e-12));
        }

        return sum / rows.Length;
    }

    private Row Encode(LabelledText text)
    {
        var counts = _tokenizer.Tokenize(text.Text).CountBy(_vocabulary.GetId).ToList();
        return new Row(
            [.. counts.Select(c => c.Key), _vocabulary.Count],
            [.. counts.Select(c => (float)c.Value), 1],
            Math.Max(Array.IndexOf(_labels, text.Label), 0));
    }

    /// <summary>The distinct tokens of a text and the bias, how often each occurs, and the label's index.</summary>
    private sealed record Row(int[] Tokens, float[] Counts, int Label);
}

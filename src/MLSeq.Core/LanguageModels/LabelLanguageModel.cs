using MLSeq.Decoding.Ctc;

namespace MLSeq.LanguageModels;

/// <summary>
/// A language model behind a beginning of labels. It carries the network's state, so that a label costs one step however long the beginning. Nothing is
/// worked out before it is asked for.
/// </summary>
internal sealed class LabelLanguageModel : CtcLanguageModel
{
    private readonly LanguageModel _model;
    private readonly int[] _ids;
    private readonly Lazy<(TextState State, double[] LogProbabilities, double End)> _next;

    /// <summary>At the start of a text.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">Each label's token.</param>
    public LabelLanguageModel(LanguageModel model, int[] ids)
        : this(model, ids, () => null, model.Codec.StartId)
    {
    }

    private LabelLanguageModel(LanguageModel model, int[] ids, Func<TextState?> before, int id)
    {
        (_model, _ids) = (model, ids);
        _next = new(() =>
        {
            var (logProbabilities, end) = (new double[ids.Length], 0d);
            var state = model.Read(before(), id, probabilities =>
            {
                for (var label = 0; label < ids.Length; label++)
                {
                    logProbabilities[label] = Log(probabilities[ids[label]]);
                }

                end = Log(probabilities[model.Codec.EndId]);
            });
            return (state, logProbabilities, end);
        });
    }

    public override double Score(int label) => _next.Value.LogProbabilities[label];

    public override double ScoreEnd() => _next.Value.End;

    public override CtcLanguageModel After(int label) => new LabelLanguageModel(_model, _ids, () => _next.Value.State, _ids[label]);

    // Single precision has no smaller probabilities but 0, which would forbid what is only improbable.
    private static double Log(float probability) => Math.Log(Math.Max(probability, float.Epsilon));
}

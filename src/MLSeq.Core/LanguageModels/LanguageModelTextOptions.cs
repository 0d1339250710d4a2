using MLSeq.Embeddings;
using MLSeq.Text;

namespace MLSeq.LanguageModels;

/// <summary>What a language model takes for a text, and for tokens.</summary>
public sealed class LanguageModelTextOptions
{
    /// <summary>Cuts texts; trained on them where it learns. Words by default.</summary>
    public Tokenizer Tokenizer { get; set; } = Tokenizers.Words();

    /// <summary>
    /// Which tokens get an id of their own; the special tokens are chosen by the model. All by default. Tokens are ordered by falling
    /// count, as the sampled and the adaptive softmax expect.
    /// </summary>
    public VocabularyOptions Vocabulary { get; set; } = new();

    /// <summary>
    /// Whether the texts are the lines of one long text, each with an end token behind it. Training then goes through it in windows of
    /// <see cref="Steps"/> with the state carried from one to the next, and the validation fraction is its end; the whole text is held in
    /// memory as ids, four bytes a token (400 MB for 100 million), so that its parts can be read side by side. Else each text is a sequence for
    /// itself between a begin and an end token, read anew in each epoch and never held whole, and the fraction is drawn from all. No by default.
    /// </summary>
    public bool ContinuousText { get; set; }

    /// <summary>
    /// How far back gradients go, in tokens: training takes windows of so many, each of which goes on from the states that the one before ended
    /// with. Memory grows with it, not with the length of a text. Null by default: 35 in continuous text, 256 in texts of their own, few of which
    /// are longer and so cut. Texts that start from features are never cut.
    /// </summary>
    public int? Steps { get; set; }

    /// <summary>
    /// The share of windows of continuous text before which the state is set to zero in training. Without any, a network knows states
    /// that tens of thousands of steps have led to and hardly one else: cells drift far from zero, and it does badly on texts that
    /// start anew. 0.02 by default; 0 carries the state through the whole epoch.
    /// </summary>
    public float StateReset { get; set; } = 0.02f;

    /// <summary>
    /// Word vectors that the embedding of tokens starts from, found whole or by their subwords; those not found start from random numbers. None
    /// by default.
    /// </summary>
    public WordVectors? WordVectors { get; set; }

    /// <summary>Whether training leaves embeddings that come from <see cref="WordVectors"/> as they are. No by default.</summary>
    public bool FreezeWordVectors { get; set; }

    internal int StepCount => Steps ?? (ContinuousText ? 35 : 256);

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Tokenizer);
        ArgumentNullException.ThrowIfNull(Vocabulary);
        Vocabulary.Check();
        OptionCheck.Require(Steps is null or >= 1, nameof(Steps), Steps!, "at least 1");
        OptionCheck.Require(StateReset is >= 0 and <= 1, nameof(StateReset), StateReset, "0 to 1");
    }
}

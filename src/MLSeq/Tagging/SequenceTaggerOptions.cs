using MLSeq.Decoding.Entities;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>Options of <c>Sequences().Trainers.Tagger</c>.</summary>
public sealed class SequenceTaggerOptions : SequenceFeatureOptions
{
    /// <summary>Makes options: two directions, since what a token is depends on both its sides.</summary>
    public SequenceTaggerOptions() => Bidirectional = true;

    /// <summary>The column of the tokens as text, as many as there are ids, which <see cref="Characters"/> are cut from. Default: <c>Tokens</c>.</summary>
    public string TokenColumnName { get; set; } = "Tokens";

    /// <summary>What is made of each token's characters and put behind its vector. Default: nothing.</summary>
    public CharacterFeatures Characters { get; set; }

    /// <summary>The length of a character's vector. Default: 25.</summary>
    public int CharacterEmbeddingSize { get; set; } = 25;

    /// <summary>The length of the vector that a token's characters become; even for <see cref="CharacterFeatures.Lstm"/>. Default: 50.</summary>
    public int CharacterSize { get; set; } = 50;

    /// <summary>
    /// Whether the tags of a sequence are scored together, by a conditional random field (Lafferty et al., 2001; Lample et al., 2016), and the best
    /// sequence predicted (Viterbi); else each by itself. Default: no.
    /// </summary>
    public bool Crf { get; set; }

    /// <summary>
    /// How the tags mark entities. In a scheme, tags that violate it are repaired before training, by conlleval's rules, and counted in the log, and with
    /// <see cref="Crf"/> no sequence is predicted that violates it. Default: not at all, tags are taken as they are.
    /// </summary>
    public TagScheme Scheme { get; set; }

    /// <summary>Whether words that are not in <see cref="RecurrentNetworkOptions.WordVectors"/> are looked up in lower case. Default: yes.</summary>
    public bool LowerCaseWordVectors { get; set; } = true;

    internal bool HasCharacters => Characters != CharacterFeatures.None;

    /// <inheritdoc/>
    internal override void Check()
    {
        if (HasCharacters && string.IsNullOrWhiteSpace(TokenColumnName))
        {
            throw new ArgumentException($"{nameof(TokenColumnName)} is empty; expected the column of the tokens whose {nameof(Characters)} count.");
        }

        OptionCheck.Require(Enum.IsDefined(Scheme), nameof(Scheme), (int)Scheme, "None, Bio or Bioes");
        base.Check();
        NetworkOptions(vocabularySize: FrameSize > 0 ? 0 : 1, outputSize: 2, Output).Check();
    }

    internal NetworkOutput Output => Crf ? NetworkOutput.ConditionalRandomField : NetworkOutput.Softmax;

    /// <inheritdoc/>
    internal override SequenceNetworkOptions NetworkOptions(int vocabularySize, int outputSize, NetworkOutput output)
    {
        var options = base.NetworkOptions(vocabularySize, outputSize, output);
        options.Pooling = SequencePooling.None;
        (options.Characters, options.CharacterEmbeddingSize, options.CharacterSize) = (Characters, CharacterEmbeddingSize, CharacterSize);
        options.CharacterVocabularySize = HasCharacters ? 1 : 0;
        return options;
    }
}

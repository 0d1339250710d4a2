namespace MLSeq.Tool.Translation;

/// <summary>The training of translation models; the defaults that differ are here.</summary>
internal sealed class TranslationTraining : SequenceTrainingOptions
{
    public TranslationTraining() => BatchSize = 64;
}

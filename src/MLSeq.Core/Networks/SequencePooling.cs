namespace MLSeq.Networks;

/// <summary>How the states of all time steps become one vector per sequence, or that each of them is answered.</summary>
public enum SequencePooling
{
    /// <summary>The forward state at the last step and, in bidirectional networks, the backward state at the first.</summary>
    Last,

    /// <summary>The mean over time.</summary>
    Mean,

    /// <summary>The largest value of each feature over time.</summary>
    Max,

    /// <summary>A learned weighted mean over time (Yang et al., 2016, equations 5 to 7).</summary>
    Attention,

    /// <summary>None: every step has an answer of its own, as in taggers and language models.</summary>
    None,
}

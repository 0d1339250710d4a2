namespace MLSeq.Networks;

/// <summary>The recurrent cell of a network.</summary>
public enum RecurrentCell
{
    /// <summary>Long short-term memory with a forget gate and no peepholes (Gers, Schmidhuber and Cummins, 2000).</summary>
    Lstm,
}

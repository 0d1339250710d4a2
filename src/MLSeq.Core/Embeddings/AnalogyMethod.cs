namespace MLSeq.Embeddings;

/// <summary>How the word d of 'a is to b as c is to d' is chosen (Levy and Goldberg 2014). All vectors have length 1.</summary>
public enum AnalogyMethod
{
    /// <summary>The greatest cos(d, b - a + c).</summary>
    ThreeCosAdd,

    /// <summary>The greatest cos(d, b) cos(d, c) / (cos(d, a) + 0.000001), each cosine moved to (1 + cos) / 2 so as not to be negative.</summary>
    ThreeCosMul,
}

namespace MLSeq.Embeddings.Projection;

/// <summary>Where <see cref="TSne"/> puts the points first.</summary>
public enum TSneInitialisation
{
    /// <summary>By the first two principal components, scaled down: keeps more of how clusters lie to each other.</summary>
    Pca,

    /// <summary>Normal random numbers, as in the papers.</summary>
    Random,
}

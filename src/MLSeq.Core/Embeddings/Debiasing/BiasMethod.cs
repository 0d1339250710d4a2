namespace MLSeq.Embeddings.Debiasing;

/// <summary>How the direction of a bias is taken from pairs of words such as 'he' and 'she', all vectors of length 1.</summary>
public enum BiasMethod
{
    /// <summary>The mean of the pairs' differences.</summary>
    Mean,

    /// <summary>The first principal component of all words of the pairs, each pair centred on its own mean (Bolukbasi et al. 2016, section 5).</summary>
    PrincipalComponent,
}

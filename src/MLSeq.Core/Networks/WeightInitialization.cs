namespace MLSeq.Networks;

/// <summary>How a new network's weights are drawn.</summary>
public enum WeightInitialization
{
    /// <summary>
    /// Embeddings normal with deviation 0.1, recurrent layers uniform in ±1/sqrt(HiddenSize), dense ones in ±1/sqrt(inputs),
    /// biases 0 but the forget gate's, which is 1.
    /// </summary>
    Default,

    /// <summary>All parameters, biases included, uniform in ±<see cref="SequenceNetworkOptions.InitRange"/> (Zaremba, Sutskever and Vinyals, 2014).</summary>
    Uniform,

    /// <summary>
    /// Matrices uniform in ±sqrt(6 / (inputs + outputs)), gate by gate (Glorot and Bengio, 2010, equation 16); embeddings and biases as by default.
    /// </summary>
    Glorot,

    /// <summary>
    /// The matrices between one step's state and the next orthogonal, gate by gate (Saxe, McClelland and Ganguli, 2014), which keeps a
    /// gradient's length over many steps; the others as <see cref="Glorot"/>.
    /// </summary>
    Orthogonal,
}

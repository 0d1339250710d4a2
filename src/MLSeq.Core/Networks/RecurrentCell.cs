namespace MLSeq.Networks;

/// <summary>The recurrent cell of a network. Each cell's equations are in the summary of its layer.</summary>
public enum RecurrentCell
{
    /// <summary>Long short-term memory with a forget gate and no peepholes (Gers, Schmidhuber and Cummins, 2000).</summary>
    Lstm = 0,

    /// <summary>Long short-term memory whose gates also see the cell (Gers, Schraudolph and Schmidhuber, 2002). In ONNX Runtime on the CPU only.</summary>
    LstmPeephole,

    /// <summary>The gated recurrent unit with the reset gate after the recurrent product, as cuDNN and PyTorch have it.</summary>
    Gru,

    /// <summary>The gated recurrent unit as published (Cho et al., 2014), reset before the product. In ONNX Runtime on the CPU only.</summary>
    GruResetBefore,

    /// <summary>A gated recurrent unit with an update gate and no reset gate.</summary>
    GruSimple,

    /// <summary>The plain recurrent network with tanh (Elman, 1990).</summary>
    Rnn,

    /// <summary>The plain recurrent network with a rectifier, max(0, x).</summary>
    RnnRelu,
}

using MLSeq.Networks;

namespace MLSeq;

/// <summary>Recurrent layers and how a network of them is trained: what all of MLSeq's recurrent networks share.</summary>
public abstract class RecurrentLayerOptions : SequenceTrainingOptions
{
    /// <summary>The recurrent cell. Default: LSTM.</summary>
    public RecurrentCell Cell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The size of a cell's state, in each direction. Default: 128.</summary>
    public int HiddenSize { get; set; } = 128;

    /// <summary>How many recurrent layers are stacked. Default: 1.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>The fraction of values dropped during training, 0 to below 1. Default: 0.</summary>
    public float Dropout { get; set; }

    /// <summary>
    /// Whether <see cref="Dropout"/> drops the same features at all steps of a sequence (Gal and Ghahramani, 2016). Default: no.
    /// </summary>
    public bool LockedDropout { get; set; }

    /// <summary>How weights are drawn at the start. Default: as suits each layer.</summary>
    public WeightInitialization Initialization { get; set; }

    /// <summary>The largest weight under <see cref="WeightInitialization.Uniform"/>; not used otherwise. Default: 0.1.</summary>
    public float InitRange { get; set; } = 0.1f;
}

namespace MLSeq.Networks.Training;

/// <summary>A part of what a checkpoint holds.</summary>
internal interface ITrainingState
{
    void Save(BinaryWriter writer);

    /// <exception cref="InvalidDataException">The state is damaged, or belongs to another network.</exception>
    /// <exception cref="EndOfStreamException">The state is cut short.</exception>
    void Load(BinaryReader reader);
}

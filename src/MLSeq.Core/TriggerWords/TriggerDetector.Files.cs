using MLSeq.Audio;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.TriggerWords;

/// <summary>
/// The binary form of a detector: <c>"MLSeq.TriggerDetector"</c>, the version (int32), how features are made, their means and deviations, when a
/// word counts as detected, the network.
/// </summary>
public sealed partial class TriggerDetector
{
    private const string Magic = "MLSeq.TriggerDetector";
    private const int Version = 1;

    /// <summary>Reads a detector from a file. The file is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a detector, is damaged, or comes from a newer version; the message names it.</exception>
    public static TriggerDetector Load(string path) => ModelFile.Read(path, Load);

    /// <summary>Reads a detector. The input is not trusted: sizes are checked before memory is taken.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is not a detector, is damaged, or comes from a newer version.</exception>
    public static TriggerDetector Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        UntrustedData.ReadHeader(reader, Magic, Version, "a detector of trigger words");
        var features = LogMelOptions.Load(reader);
        var scale = FeatureScale.Load(reader, features.StepSize);
        try
        {
            var detection = new TriggerDetectionOptions { Threshold = reader.ReadSingle(), LeastSteps = reader.ReadInt32(), Rest = reader.ReadDouble() };
            return new(SequenceNetwork.Load(reader), features, scale, detection);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"The detector is damaged. {e.Message}", e);
        }
    }

    /// <summary>Writes the detector to a file, whole or not at all.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    public void Save(string path) => ModelFile.Write(path, Save);

    /// <summary>Writes the detector in the format that <see cref="Load(BinaryReader)"/> reads.</summary>
    /// <param name="writer">Where to.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Magic);
        writer.Write(Version);
        Features.Save(writer);
        _scale.Save(writer);
        var detection = Detection;
        writer.Write(detection.Threshold);
        writer.Write(detection.LeastSteps);
        writer.Write(detection.Rest);
        Network.Save(writer);
    }
}

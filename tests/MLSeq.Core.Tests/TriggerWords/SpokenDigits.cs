using System.Formats.Tar;
using System.IO.Compression;
using MLSeq.Audio;

namespace MLSeq.Tests.TriggerWords;

/// <summary>The Free Spoken Digit Dataset in the folder <c>MLSEQ_DATA</c>; recordings 0 to 4 of each speaker and digit are for testing.</summary>
internal static class SpokenDigits
{
    public static string? Archive { get; } = Environment.GetEnvironmentVariable("MLSEQ_DATA") is { } folder
        && Path.Combine(folder, "speech", "fsdd-recordings.tar.gz") is var path && File.Exists(path) ? path : null;

    public static List<(int Digit, bool IsTest, AudioClip Clip)> Read()
    {
        using var file = new GZipStream(File.OpenRead(Archive!), CompressionMode.Decompress);
        using var tar = new TarReader(file);
        var clips = new List<(int, bool, AudioClip)>();
        while (tar.GetNextEntry() is { } entry)
        {
            // {digit}_{speaker}_{index}.wav
            if (entry.DataStream is null || !entry.Name.EndsWith(".wav", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = Path.GetFileNameWithoutExtension(entry.Name).Split('_');
            var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            content.Position = 0;
            clips.Add((int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[2].Length == 1 && parts[2][0] <= '4', WaveFile.Read(content)));
        }

        return clips;
    }
}

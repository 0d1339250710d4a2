using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Audio;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>Reads the sound of each row: of the WAV file that a text names, or a vector of samples. A missing or empty text is no sound.</summary>
internal sealed class AudioReader
{
    private const string Role = "audio";
    private const string ExpectedType = ColumnTypes.Text + " (names of WAV files) or " + ColumnTypes.Frames + " (samples)";

    private readonly Func<AudioClip> _read;

    /// <param name="row">The row, in which the column is active.</param>
    /// <param name="columnName">The audio column.</param>
    /// <param name="sampleRate">The rate of samples, and what files are brought to.</param>
    public AudioReader(DataViewRow row, string columnName, int sampleRate)
    {
        var column = row.Schema[columnName];
        _read = column.Type is TextDataViewType ? OfFile(row, column, sampleRate) : OfSamples(row, column, sampleRate);
    }

    /// <summary>Checks the column in the shape of a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    public static void Check(SchemaShape schema, string columnName)
    {
        var column = ColumnTypes.Find(schema, columnName, Role);
        if (!column.IsText() && !column.IsFrames())
        {
            throw ColumnTypes.Mismatch(column, Role, ExpectedType);
        }
    }

    /// <summary>Checks the column in a schema.</summary>
    /// <inheritdoc cref="Check(SchemaShape, string)"/>
    public static void Check(DataViewSchema schema, string columnName)
    {
        var column = ColumnTypes.Find(schema, columnName, Role);
        if (column.Type is not TextDataViewType && !column.Type.IsFrames())
        {
            throw ColumnTypes.Mismatch(column, Role, ExpectedType);
        }
    }

    /// <summary>The sound of the current row, at the reader's rate.</summary>
    /// <exception cref="InvalidOperationException">The file cannot be read, or a sample is not finite; names the row and column.</exception>
    public AudioClip Read() => _read();

    private static Func<AudioClip> OfFile(DataViewRow row, DataViewSchema.Column column, int sampleRate)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> path = default;
        return () =>
        {
            get(ref path);
            try
            {
                return path.Span.IsWhiteSpace() ? new([], sampleRate) : WaveFile.Read(path.ToString()).AtRate(sampleRate);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
            {
                throw new InvalidOperationException($"Row {row.Position}: {Role} column '{column.Name}': {e.Message}", e);
            }
        };
    }

    private static Func<AudioClip> OfSamples(DataViewRow row, DataViewSchema.Column column, int sampleRate)
    {
        var reader = FeatureReader.Create(row, column.Name, frameSize: 1);
        return () =>
        {
            reader.Read();
            return new(reader.Frames.ToArray(), sampleRate);
        };
    }
}

using Microsoft.ML;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq;

/// <summary>The tagged sequences of a data view, read anew for each epoch and never held whole.</summary>
/// <param name="data">The data.</param>
/// <param name="tags">How tags are read.</param>
/// <param name="featureColumnName">The feature column.</param>
/// <param name="frameSize">The size of a frame; 0 for ids.</param>
/// <param name="tokenColumnName">The column of tokens; null where their characters do not count.</param>
/// <param name="cancellationToken">Ends the reading.</param>
internal sealed class TaggedRows(
    IDataView data, TagColumn tags, string featureColumnName, int frameSize, string? tokenColumnName, CancellationToken cancellationToken)
{
    /// <summary>Reads the tags, and the characters of the tokens, once and checks them.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to train from, or a row is bad.</exception>
    public TagSurvey Survey()
    {
        var survey = new TagSurvey(tags);
        foreach (var (labels, repaired, _, tokens) in Rows())
        {
            survey.Add(labels, repaired);
            tokens?.Count(survey.Characters);
        }

        survey.Check(featureColumnName);
        return survey;
    }

    /// <summary>Reads the examples; rows without a step are left out.</summary>
    /// <param name="spellings">Cuts tokens into characters; null where these do not count.</param>
    /// <exception cref="InvalidOperationException">Tags, tokens and steps of a row differ in number; names the row.</exception>
    public IEnumerable<SequenceExample> Read(WordSpellings? spellings)
    {
        foreach (var (labels, _, reader, tokens) in Rows())
        {
            reader.Read();
            var steps = frameSize == 0 ? reader.Ids.Length : reader.Frames.Length / frameSize;
            if (labels.Length != steps)
            {
                throw new InvalidOperationException(
                    $"Row {Position}: label column '{tags.Name}' has {labels.Length} tags, and feature column '{featureColumnName}' {steps} steps; expected as many.");
            }

            if (steps > 0)
            {
                yield return new()
                {
                    Ids = frameSize == 0 ? reader.Ids.ToArray() : null,
                    Frames = frameSize > 0 ? reader.Frames.ToArray() : null,
                    Characters = Characters(tokens, spellings, steps, Position, tokenColumnName, featureColumnName),
                    StepLabels = labels,
                };
            }
        }
    }

    /// <summary>The characters of a row's tokens, one for each step.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer tokens than steps; names the row.</exception>
    public static int[][]? Characters(TokenReader? tokens, WordSpellings? spellings, int steps, long row, string? tokenColumnName, string featureColumnName)
    {
        if (tokens is null || spellings is null)
        {
            return null;
        }

        var words = tokens.Read(spellings);
        return words.Length == steps
            ? words
            : throw new InvalidOperationException(
                $"Row {row}: token column '{tokenColumnName}' has {words.Length} tokens, and feature column '{featureColumnName}' {steps} steps; expected as many.");
    }

    private long Position { get; set; }

    private IEnumerable<(int[] Labels, int Repaired, FeatureReader Features, TokenReader? Tokens)> Rows()
    {
        var schema = data.Schema;
        List<DataViewSchema.Column> columns = [schema[tags.Name], schema[featureColumnName]];
        if (tokenColumnName is not null)
        {
            columns.Add(schema[tokenColumnName]);
        }

        using var cursor = data.GetRowCursor(columns);
        var readTags = tags.MakeReader(cursor);
        var features = FeatureReader.Create(cursor, featureColumnName, frameSize);
        var tokens = tokenColumnName is null ? null : new TokenReader(cursor, schema[tokenColumnName]);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Position = cursor.Position;
            var (labels, repaired) = readTags();
            yield return (labels, repaired, features, tokens);
        }
    }
}

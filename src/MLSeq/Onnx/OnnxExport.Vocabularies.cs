using System.Security.Cryptography;
using System.Text;
using MLSeq.Onnx.Graphs;
using MLSeq.Text;

namespace MLSeq.Onnx;

// Which vocabularies the token ids are of.
internal sealed partial class OnnxExport
{
    private readonly Dictionary<string, (Vocabulary Vocabulary, Func<bool> IsUsed)> _vocabularies = [];

    /// <summary>Defines a column of token ids.</summary>
    public void Define(string column, string tokenColumn, Vocabulary vocabulary)
    {
        var tokens = Later(tokenColumn);
        Define(column, tokenColumn, () =>
        {
            var sequence = Tokens(tokenColumn, tokens());
            return new IdsValue(TextGraph.Ids(Graph, sequence, vocabulary), sequence.Lengths, [.. vocabulary.Skip(1)]);
        });
        var definition = _columns[column];
        _vocabularies[column] = (vocabulary, () => definition.Made.IsValueCreated || _inputs.ContainsKey(column));
    }

    /// <summary>Writes down the hashes of the vocabularies that the graph's ids are of.</summary>
    public void DescribeVocabularies()
    {
        foreach (var (column, (vocabulary, _)) in _vocabularies.Where(pair => pair.Value.IsUsed()))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var token in vocabulary.Skip(1))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(token + '\n'));
            }

            Graph.Metadata[OnnxMetadata.Vocabulary + column] = Convert.ToHexString(hash.GetHashAndReset());
        }
    }
}

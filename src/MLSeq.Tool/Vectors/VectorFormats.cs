using MLSeq.Embeddings;

namespace MLSeq.Tool.Vectors;

/// <summary>What the command line calls the formats of vector files.</summary>
internal static class VectorFormats
{
    public static string[] Names { get; } = ["word2vec", "word2vec-text", "glove", "fasttext"];

    public static WordVectorFormat Of(string name) => name switch
    {
        "word2vec" => WordVectorFormat.Word2Vec,
        "word2vec-text" => WordVectorFormat.Word2VecText,
        "glove" => WordVectorFormat.GloVe,
        "fasttext" => WordVectorFormat.FastText,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>What fits a file's name: .txt and .vec, compressed or not, are text.</summary>
    public static WordVectorFormat ForName(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToUpperInvariant() is ".TXT" or ".VEC" ? WordVectorFormat.Word2VecText : WordVectorFormat.Word2Vec;
    }
}

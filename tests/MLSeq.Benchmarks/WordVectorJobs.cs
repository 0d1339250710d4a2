using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Evaluation;

namespace MLSeq.Benchmarks;

/// <summary>
/// Whole jobs of training word vectors, from a text file to a file of vectors, as processes of their own: mlseq's, then
/// each peer's that is there, one after another on the same number of threads; then analogies and word similarity of
/// every file by the same evaluation. Peers are found through environment variables: WORD2VEC, PWORD2VEC, FASTTEXT
/// (programs), GLOVE (a folder with vocab_count, cooccur, shuffle and glove); gensim through Python.
/// </summary>
internal static class WordVectorJobs
{
    private const string Usage = "usage: word-vectors skipgram|cbow|glove|fasttext [seeds] [threads] [peers: yes|no]";

    public static void Run(string[] args)
    {
        var job = args.Length > 0 ? args[0] : "skipgram";
        var seeds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var threads = args.Length > 2 ? args[2] : "2";
        var data = Environment.GetEnvironmentVariable("MLSEQ_DATA")
            ?? throw new InvalidOperationException("Set MLSEQ_DATA to the folder of the data sets.");
        var folder = Directory.CreateTempSubdirectory("mlseq-word-vectors").FullName;
        try
        {
            var corpus = Path.Combine(folder, "corpus.txt");
            using (var packed = new GZipStream(File.OpenRead(Path.Combine(data, "corpora", "wiki-text8like.txt.gz")), CompressionMode.Decompress))
            using (var plain = File.Create(corpus))
            {
                packed.CopyTo(plain);
            }

            var questions = AnalogyQuestions.Load(Path.Combine(data, "word-vectors", "questions-words.txt"));
            var pairs = SimilarityPairs.Load(Path.Combine(data, "word-vectors", "EN-WS-353-ALL.txt"));
            var ours = Enumerable.Range(1, seeds).Select(seed => Ours(job, corpus, threads, seed)).ToArray();
            double? first = null;
            foreach (var (name, steps, output) in args.Length > 3 && args[3] == "no" ? ours : [.. ours, .. Peers(job, corpus, threads)])
            {
                if (Seconds(name, steps) is not { } seconds)
                {
                    continue;
                }

                first ??= seconds;
                using var vectors = WordVectors.Load(output);
                var (top, all) = (questions.Evaluate(vectors, 30_000).Total.Accuracy, questions.Evaluate(vectors).Total.Accuracy);
                var similarity = pairs.Evaluate(vectors);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-18} {seconds,7:F1} s {seconds / first.Value,6:F2}x   analogies {100 * top,5:F1} / {100 * all,5:F1} %   WS-353 {similarity.Spearman:F3} ({similarity.PairsFound} pairs)"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string Name, string[][] Steps, string Output) Ours(string job, string corpus, string threads, int seed)
    {
        var output = $"{corpus}.{seed}.mlseq.bin";
        string[] options = job switch
        {
            "skipgram" => ["--window", "5", "--negative", "5", "--sample", "1e-3", "--rate", ".025", "--epochs", "4"],
            "cbow" => ["--window", "8", "--negative", "10", "--sample", "1e-4", "--rate", ".05", "--epochs", "5"],
            "glove" => ["--window", "15", "--x-max", "10", "--alpha", ".75", "--rate", ".05", "--epochs", "15"],
            "fasttext" => ["--window", "5", "--negative", "5", "--sample", "1e-3", "--rate", ".025", "--epochs", "4", "--min-n", "3", "--max-n", "6"],
            _ => throw new ArgumentException(Usage),
        };
        string[] command =
        [
            Environment.ProcessPath!, "exec", Path.Combine(AppContext.BaseDirectory, "MLSeq.Tool.dll"), "vectors", "train", "--input", corpus, "--output", output,
            "--algorithm", job, "--dim", "100", "--min-count", "5", "--threads", threads, "--seed", $"{seed}", "--quiet", "--format", "word2vec", .. options,
        ];
        return ($"MLSeq, seed {seed}", [command], output);
    }

    private static IEnumerable<(string Name, string[][] Steps, string Output)> Peers(string job, string corpus, string threads)
    {
        string Of(string peer) => $"{corpus}.{peer}";
        var word2vec = Environment.GetEnvironmentVariable("WORD2VEC") ?? "word2vec";
        var glove = Environment.GetEnvironmentVariable("GLOVE") ?? ".";
        switch (job)
        {
            case "skipgram":
                string[] skipgram = ["-size", "100", "-window", "5", "-negative", "5", "-sample", "1e-3", "-threads", threads, "-iter", "4", "-min-count", "5", "-alpha", "0.025"];
                yield return ("pWord2Vec", [[Environment.GetEnvironmentVariable("PWORD2VEC") ?? "pWord2Vec", "-train", corpus, "-output", Of("pword2vec.txt"), "-binary", "0", .. skipgram]], Of("pword2vec.txt"));
                yield return ("word2vec.c", [[word2vec, "-train", corpus, "-output", Of("word2vec.bin"), "-cbow", "0", "-hs", "0", "-binary", "1", .. skipgram]], Of("word2vec.bin"));
                if (Peer.With("gensim") is { } python)
                {
                    yield return ("gensim", [[python, Path.Combine(AppContext.BaseDirectory, "peers", "gensim_skipgram.py"), corpus, Of("gensim.bin"), threads]], Of("gensim.bin"));
                }

                break;
            case "cbow":
                yield return ("word2vec.c", [[word2vec, "-train", corpus, "-output", Of("word2vec.bin"), "-cbow", "1", "-size", "100", "-window", "8", "-negative", "10", "-hs", "0", "-sample", "1e-4", "-threads", threads, "-binary", "1", "-iter", "5", "-min-count", "5", "-alpha", "0.05"]], Of("word2vec.bin"));
                break;
            case "fasttext":
                yield return ("fastText", [[Environment.GetEnvironmentVariable("FASTTEXT") ?? "fasttext", "skipgram", "-input", corpus, "-output", Of("fasttext"), "-dim", "100", "-ws", "5", "-neg", "5", "-t", "1e-3", "-minCount", "5", "-lr", "0.025", "-epoch", "4", "-minn", "3", "-maxn", "6", "-thread", threads]], Of("fasttext.vec"));
                break;
            case "glove":
                string Tool(string name) => Path.Combine(glove, name);
                yield return ("GloVe (C)",
                [
                    ["sh", "-c", $"'{Tool("vocab_count")}' -min-count 5 -verbose 0 < '{corpus}' > '{Of("vocab")}'"],
                    ["sh", "-c", $"'{Tool("cooccur")}' -memory 4 -vocab-file '{Of("vocab")}' -verbose 0 -window-size 15 -overflow-file '{Of("overflow")}' < '{corpus}' > '{Of("pairs")}'"],
                    ["sh", "-c", $"'{Tool("shuffle")}' -memory 4 -verbose 0 -temp-file '{Of("shuffle")}' < '{Of("pairs")}' > '{Of("shuffled")}'"],
                    [Tool("glove"), "-save-file", Of("glove"), "-threads", threads, "-input-file", Of("shuffled"), "-x-max", "10", "-iter", "15", "-vector-size", "100", "-binary", "0", "-vocab-file", Of("vocab"), "-verbose", "0", "-alpha", "0.75", "-eta", "0.05"],
                ], Of("glove.txt"));
                break;
        }
    }

    /// <summary>Runs one process after another; null, with the reason said, where one is not there.</summary>
    private static double? Seconds(string name, string[][] steps)
    {
        var watch = Stopwatch.StartNew();
        foreach (var step in steps)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(step[0], step[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
                process.OutputDataReceived += (_, _) => { };
                process.BeginOutputReadLine();
                var error = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0)
                {
                    Console.WriteLine($"{name,-18} failed with exit code {process.ExitCode}: {error.Trim()}");
                    return null;
                }
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                Console.WriteLine($"{name,-18} is not there: {e.Message}");
                return null;
            }
        }

        return watch.Elapsed.TotalSeconds;
    }
}

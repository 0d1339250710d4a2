using MLSeq.Benchmarks;

var benchmarks = new Dictionary<string, Action<string[]>>(StringComparer.Ordinal)
{
#if STOCK
    ["apply-onnx"] = ApplyOnnxModelBenchmark.Run,
#endif
    ["chorales"] = ChoralesBenchmark.Run,
    ["dates"] = DatesBenchmark.Run,
    ["digits"] = DigitsBenchmark.Run,
    ["elementwise"] = ElementwiseBenchmark.Run,
    ["matmul"] = MatrixProductBenchmark.Run,
    ["names"] = NamesBenchmark.Run,
    ["nearest"] = NearestBenchmark.Run,
    ["scorer"] = ScorerBenchmark.Run,
    ["sst2"] = SentimentBenchmark.Run,
    ["training-step"] = TrainingStepBenchmark.Run,
    ["translation-step"] = TranslationStepBenchmark.Run,
    ["tsne"] = TSneBenchmark.Run,
    ["weights"] = WeightsBenchmark.Run,
    ["word-vectors"] = WordVectorJobs.Run,
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out var run))
{
    run(args[1..]);
    return 0;
}

Console.WriteLine($"usage: MLSeq.Benchmarks {string.Join('|', benchmarks.Keys)}");
return 2;

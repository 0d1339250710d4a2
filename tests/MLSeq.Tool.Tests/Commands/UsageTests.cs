namespace MLSeq.Tool.Tests.Commands;

public class UsageTests
{
    [Theory]
    [InlineData("--cell 'mlp': expected lstm or", "--cell", "mlp")]
    [InlineData("--tokenizer 'letters': expected word or whitespace or char or bpe", "--tokenizer", "letters")]
    [InlineData("--pooling 'sum': expected ", "--pooling", "sum")]
    [InlineData("--optimizer 'sdg': expected adam or adamw or sgd or adagrad or rmsprop.", "--optimizer", "sdg")]
    [InlineData("--hidden '0': expected a whole number from 1", "--hidden", "0")]
    [InlineData("--hidden '12.5': expected a whole number from 1", "--hidden", "12.5")]
    [InlineData("--epochs '-1': expected a whole number from 1", "--epochs", "-1")]
    [InlineData("--rate 'fast': expected a number", "--rate", "fast")]
    [InlineData("--dropout '1': expected a number from 0 to 0.99", "--dropout", "1")]
    [InlineData("--rate 'NaN': expected a number", "--rate", "NaN")]
    [InlineData("--separator 'ab': expected tab, comma, none or one character", "--separator", "ab")]
    [InlineData("--output 'model.bin': expected a file name that ends in .zip", "--output", "model.bin")]
    [InlineData("--onnx 'model.zip': expected a file name that ends in .onnx", "--onnx", "model.zip")]
    [InlineData("--word-vectors", "--word-vectors", "glove.txt")]
    [InlineData("--threads '-2': expected a whole number from 0", "--threads", "-2")]
    public void A_wrong_value_is_named_with_its_option(string expected, string option, string value)
    {
        var run = Invocation.Of("classify", "train", "--train", "x.tsv", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("--train", "classify", "train")]
    [InlineData("--model", "classify", "evaluate", "--data", "x.tsv")]
    [InlineData("--data", "classify", "predict", "--model", "x.zip")]
    [InlineData("classify", "classify")]
    [InlineData("--input", "vectors", "train", "--output", "v.bin")]
    [InlineData("--output", "vectors", "train", "--input", "x.txt")]
    [InlineData("--words", "vectors", "nearest", "v.bin")]
    [InlineData("--words", "vectors", "analogy", "v.bin")]
    [InlineData("--analogies", "vectors", "evaluate", "v.bin")]
    [InlineData("--pairs", "vectors", "debias", "v.bin", "--neutral", "a")]
    [InlineData("--neutral", "vectors", "debias", "v.bin", "--pairs", "a:b")]
    [InlineData("--output", "vectors", "plot", "v.bin")]
    [InlineData("--format", "vectors", "convert", "v.bin", "--output", "w.bin")]
    [InlineData("vectors", "vectors", "nearest", "--words", "a")]
    [InlineData("dance", "dance")]
    [InlineData("--output", "classify", "train", "--train", "x.tsv")] // no place for the model
    public void What_is_missing_or_unknown_is_named(string expected, params string[] arguments)
    {
        var run = Invocation.Of(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void The_design_s_spellings_are_accepted()
    {
        using var folder = new TemporaryFolder();
        var missing = folder.PathOf("missing.tsv");

        var run = Invocation.Of(
            "classify", "train", "--train", missing, "--valid", missing, "--text-column", "0", "--label-column", "1",
            "--separator", "tab", "--header", "--tokenizer", "word", "--cell", "lstm", "--hidden", "8", "--layers", "1", "--bidirectional",
            "--embedding", "8", "--pooling", "max", "--dropout", "0.1", "--optimizer", "adam", "--rate", "0.001", "--clip", "5", "--batch", "4",
            "--epochs", "1", "--patience", "1", "--output", folder.PathOf("m.zip"), "--onnx", folder.PathOf("m.onnx"),
            "--seed", "1", "--threads", "1", "--quiet");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"error: {missing}: no such file.", run.Error.Trim());
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MLSeq.Onnx;
using MLSeq.Onnx.Graphs;

namespace MLSeq.Tool.Tests.Commands;

public sealed class ScoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScoreTests()
    {
        var graph = new OnnxGraph();
        var text = graph.Input("Text", OnnxElementType.String, "N");
        graph.Output("Same", text, OnnxElementType.String, "N");
        Model = _folder.PathOf("model.onnx");
        graph.Save(Model);
    }

    private string Model { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_by_number_or_name_and_lines_come_in_order()
    {
        var rows = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i}\ttext {i}\n"));
        var byNumber = Invocation.WithInput(rows, "score", "--model", Model, "--data", "-", "--text-column", "1", "--batch", "7", "--window", "20");
        Assert.Equal(0, byNumber.ExitCode);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"text {i}"), byNumber.Lines);
        Assert.Contains("500 rows in ", byNumber.Error, StringComparison.Ordinal);
        Assert.Contains("on cpu", byNumber.Error, StringComparison.Ordinal);

        var byName = Invocation.WithInput("id\tReview\n" + rows, "score", "--model", Model, "--data", "-", "--text-column", "Review", "--keep", "--quiet");
        Assert.Equal(["id\tReview\tSame", "0\ttext 0\ttext 0", "1\ttext 1\ttext 1"], byName.Lines.Take(3));
        Assert.Equal(501, byName.Lines.Count);
        Assert.Empty(byName.Error);
    }

    [Fact]
    public void Files_are_read_and_written_compressed_and_fields_quoted_in_CSV()
    {
        _folder.Write("in.csv.gz", "\"a, \"\"quoted\"\" one\",1\n\"two\nlines\",2\n");

        var run = Invocation.Of("score", "--model", Model, "--data", _folder.PathOf("in.csv.gz"), "--output", _folder.PathOf("new/out.csv.gz"), "--keep");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Out);
        using var read = new StreamReader(new GZipStream(File.OpenRead(_folder.PathOf("new/out.csv.gz")), CompressionMode.Decompress));
        Assert.Equal("\"a, \"\"quoted\"\" one\",1,\"a, \"\"quoted\"\" one\"\n\"two\nlines\",2,\"two\nlines\"\n", read.ReadToEnd());

        // Between tabs, a row stays a line.
        Assert.Equal(["a, \"quoted\" one", "two lines"], Invocation.Of("score", "--model", Model, "--data", _folder.PathOf("in.csv.gz")).Lines);
    }

    [Fact]
    public void Lines_of_text_are_rows_empty_ones_too()
    {
        var run = Invocation.WithInput("one\ttext\n\nthree 😀\n", "score", "--model", Model, "--data", "-", "--separator", "none", "--json");
        Assert.Equal(["one\ttext", "", "three 😀"], run.Lines.Select(line => (string?)JsonNode.Parse(line)!["Same"]));
    }

    [Fact]
    public void Models_of_several_inputs_take_the_columns_of_their_names_or_those_given()
    {
        var graph = new OnnxGraph();
        graph.Output("Text2", graph.Input("Text", OnnxElementType.String, "N", "1"), OnnxElementType.String, "N", "1");
        graph.Output("Sizes2", graph.Input("Sizes", OnnxElementType.Float, "N", "2"), OnnxElementType.Float, "N", "2");
        graph.Output("Count2", graph.Input("Count", OnnxElementType.Int64, "N"), OnnxElementType.Int64, "N");
        graph.Save(_folder.PathOf("several.onnx"));
        string[] command = ["score", "--model", _folder.PathOf("several.onnx"), "--data", "-"];

        var byName = Invocation.WithInput("Count\tText\tSizes\n7\ta\t1.5 -2\n", command);
        Assert.Equal(["Text2\tSizes2\tCount2", "a\t1.5 -2\t7"], byName.Lines);

        var byNumber = Invocation.WithInput(
            "a\t7\t1.5 -2\n", [.. command, "--column", "Text=0", "--column", "Count=1", "--column", "Sizes=2", "--outputs", "Count2", "Sizes2", "--json", "--keep"]);
        Assert.Equal(["{\"row\":[\"a\",\"7\",\"1.5 -2\"],\"Count2\":7,\"Sizes2\":[1.5,-2]}"], byNumber.Lines);

        AssertFails("-(2): column 2: the input 'Sizes' takes numbers between spaces; found 'x'", "Count\tText\tSizes\n7\ta\t1 x\n", command);
        AssertFails("-(2): column 2: the input 'Sizes' takes 2 numbers between spaces; found 3", "Count\tText\tSizes\n7\ta\t1 2 3\n", command);
        AssertFails("-(2): column 0: the input 'Count' takes whole numbers between spaces; found '7.5'", "Count\tText\tSizes\n7.5\ta\t1 2\n", command);
        AssertFails("-(3): the input 'Sizes' should be in column 2", "Count\tText\tSizes\n7\ta\t1 2\n7\ta\n", command);
        AssertFails("the header has no such column; it has 'Count', 'Text'", "Count\tText\n7\ta\n", command);
    }

    [Fact]
    public void What_is_wrong_with_the_command_or_a_file_is_named_and_nothing_is_written()
    {
        AssertFails("There is no model file", "a\n", "score", "--model", _folder.PathOf("none.onnx"), "--data", "-");
        File.WriteAllText(_folder.PathOf("bad.onnx"), "no model");
        AssertFails("bad.onnx' cannot be loaded by ONNX Runtime", "a\n", "score", "--model", _folder.PathOf("bad.onnx"), "--data", "-");
        AssertFails("none.tsv: no such file", "", "score", "--model", Model, "--data", _folder.PathOf("none.tsv"));
        AssertFails("--outputs 'Label': the model has no such output; it has 'Same'", "a\n", "score", "--model", Model, "--data", "-", "--outputs", "Label");
        AssertFails("its inputs are 'Text'", "a\n", "score", "--model", Model, "--data", "-", "--column", "Txt=0");
        AssertFails("--device 'gpu': expected cpu, cuda", "a\n", "score", "--model", Model, "--data", "-", "--device", "gpu");

        // The second window fails when the first has been written.
        var output = _folder.PathOf("out.tsv");
        var rows = string.Concat(Enumerable.Repeat("a\tb\n", 100)) + "a\n";
        AssertFails("-(101): the input 'Text' should be in column 1", rows, "score", "--model", Model, "--data", "-", "--text-column", "1", "--window", "32", "--output", output);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "out.tsv*"));
    }

    [Fact]
    public void Cancelled_it_ends_with_whole_lines_and_no_file()
    {
        using var cancellation = new CancellationTokenSource();
        using var error = new StringWriter();
        using var input = new GeneratedRows(long.MaxValue, row =>
        {
            if (row == 10_000)
            {
                cancellation.Cancel();
            }
        });
        var output = _folder.PathOf("out.tsv");
        var command = new CommandLine(new ToolConsole(input, TextWriter.Null, error), cancellation.Token);
        Assert.Equal(ExitCode.Cancelled, command.Run(["score", "--model", Model, "--data", "-", "--output", output]));
        Assert.Contains("cancelled", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "out.tsv*"));
    }

    [SkippableFact]
    public void Without_a_GPU_the_CPU_takes_over_and_says_so_once_unless_that_is_forbidden()
    {
        Skip.If(Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"), "ONNX Runtime has CUDA here");
        string[] command = ["score", "--model", Model, "--data", "-", "--device", "cuda:1", "--quiet"];
        var run = Invocation.WithInput("a\nb\n", command);
        Assert.Equal(["a", "b"], run.Lines);
        Assert.Contains("runs on the CPU: cuda:1 cannot be used", Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
        AssertFails("cannot run on cuda:1", "a\n", [.. command, "--no-fallback"]);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_stream()
    {
        const long rows = 300_000;
        var (early, late) = (0L, 0L);
        using var input = new GeneratedRows(rows, row =>
        {
            early = row == 50_000 ? GC.GetTotalMemory(forceFullCollection: true) : early;
            late = row == 290_000 ? GC.GetTotalMemory(forceFullCollection: true) : late;
        });
        using var output = new CheckedLines();
        using var error = new StringWriter();
        Assert.Equal(0, new CommandLine(new ToolConsole(input, output, error), CancellationToken.None).Run(
            ["score", "--model", Model, "--data", "-", "--batch", "256", "--keep"]));
        Assert.Equal(rows, output.Count);

        // The rows read in between are some 40 MB.
        Assert.InRange(late - early, long.MinValue, 8_000_000);
    }

    private static void AssertFails(string expected, string input, params string[] command)
    {
        var run = Invocation.WithInput(input, command);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    /// <summary>A stream of numbered rows, one a read.</summary>
    private sealed class GeneratedRows(long count, Action<long> onRow) : MemoryStream
    {
        private long _row;

        public static string Text(long row) => FormattableString.Invariant($"row {row} of a stream that no memory holds");

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_row == count)
            {
                return 0;
            }

            onRow(_row);
            return Encoding.UTF8.GetBytes(Text(_row++) + "\n", buffer);
        }
    }

    /// <summary>Takes the lines of <see cref="GeneratedRows"/>, kept and scored, in their order.</summary>
    private sealed class CheckedLines : TextWriter
    {
        public long Count { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            var text = GeneratedRows.Text(Count++);
            Assert.Equal($"{text}\t{text}", value);
        }
    }
}

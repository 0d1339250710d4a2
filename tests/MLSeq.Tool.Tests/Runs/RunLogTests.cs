using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Tests.Runs;

public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again_numbers_that_are_none_included()
    {
        var path = _folder.PathOf("log");
        RunEvent[] events =
        [
            new RunData("training", "a\"b.tsv", "7 texts"), new RunProgress(10, double.NaN, 0.5, double.PositiveInfinity, 3, 1),
            new RunEpoch(1, 3, 0.5, null, 0.25, 1e-3, 2, 1.5), new RunEnded(RunStatus.Failed, "no\nreason"),
        ];

        using (var log = Open(path))
        {
            foreach (var happened in events)
            {
                log.Write(happened);

                // At once, not when the file is closed.
                Assert.Equal(happened, RunLog.Read(path)[^1]);
            }
        }

        Assert.Equal(events, RunLog.Read(path));
        Assert.Equal(events.Length, File.ReadLines(path).Count());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_line_that_was_cut_off_is_left_out_and_the_next_process_begins_a_new_one()
    {
        var path = _folder.PathOf("log");
        var (first, second) = (new RunData("training", "a", "1"), new RunData("training", "b", "2"));
        using (var log = Open(path))
        {
            log.Write(first);
        }

        File.AppendAllText(path, "{\"event\":\"data\",\"use\":\"tra");
        Assert.Equal([first], RunLog.Read(path));

        using (var log = Open(path))
        {
            log.Write(second);
        }

        Assert.Equal([first, second], RunLog.Read(path));
    }

    [Theory]
    [InlineData("name\tvalue\n")]
    [InlineData("{\"epoch\":1}\n")]
    public void Another_file_is_told_by_its_line(string text)
    {
        var path = _folder.Write("log", text);

        Assert.Contains("log(1): found '", Assert.Throws<InvalidDataException>(() => RunLog.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_disk_is_full_lines_wait_until_there_is_room()
    {
        using var disk = new SmallDisk { Room = 150 };
        using var log = new RunLog(disk, "log", _warnings.Add);
        RunData[] events = [.. Enumerable.Range(0, 6).Select(i => new RunData("training", $"file {i}", "content"))];
        foreach (var happened in events[..4])
        {
            log.Write(happened);
        }

        Assert.Contains("log: cannot be written", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Single(Whole(disk));

        disk.Room = long.MaxValue;
        log.Write(events[4]);
        log.Write(events[5]);

        Assert.Equal(events, Whole(disk));
    }

    private List<RunEvent> Whole(SmallDisk disk)
    {
        var copy = _folder.PathOf("copy");
        File.WriteAllBytes(copy, disk.ToArray());
        return RunLog.Read(copy);
    }

    private RunLog Open(string path) => new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0), path, _warnings.Add);

    /// <summary>Takes what there is room for, and then fails as a full disk does.</summary>
    private sealed class SmallDisk : MemoryStream
    {
        public long Room { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = (int)Math.Min(buffer.Length, Room - Position);
            base.Write(buffer[..fits]);
            if (fits < buffer.Length)
            {
                throw new IOException("No space left on device.");
            }
        }
    }
}

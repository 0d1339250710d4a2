using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLSeq.Tool.Runs;

/// <summary>
/// A file with a JSON object a line, which only grows: each is on the disk before the run goes on. Where the disk is full, lines wait in memory until
/// there is room, and what was half written is written anew.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Stream _stream;
    private readonly string _name;
    private readonly Action<string> _warn;
    private readonly MemoryStream _waiting = new();
    private long _written;
    private bool _warned;

    /// <param name="stream">The file, to be read and written; closed with the log.</param>
    /// <param name="name">What warnings call it.</param>
    /// <param name="warn">Told, once, that lines have to wait.</param>
    public RunLog(Stream stream, string name, Action<string> warn)
    {
        (_stream, _name, _warn) = (stream, name, warn);
        _written = stream.Length;
        stream.Position = Math.Max(0, _written - 1);
        if (_written > 0 && stream.ReadByte() != '\n')
        {
            // The last process was killed in the middle of a line.
            _waiting.WriteByte((byte)'\n');
        }
    }

    /// <summary>Reads a log. A line that the end of the process cut off is left out.</summary>
    /// <param name="path">The file, which may grow at the same time.</param>
    /// <exception cref="InvalidDataException">A line is something else; names it.</exception>
    public static List<RunEvent> Read(string path)
    {
        var events = new List<RunEvent>();
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            try
            {
                events.Add(JsonSerializer.Deserialize<RunEvent>(line, Layout)!);
            }
            catch (JsonException) when (line.StartsWith('{'))
            {
                // Cut off when a process was killed, or still under way.
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                throw new InvalidDataException($"{path}({number}): found '{line[..Math.Min(40, line.Length)]}'; expected a line of a run's log.", e);
            }
        }

        return events;
    }

    /// <summary>Writes a line.</summary>
    public void Write(RunEvent happened)
    {
        JsonSerializer.Serialize(_waiting, happened, Layout);
        _waiting.WriteByte((byte)'\n');
        Flush();
    }

    public void Dispose()
    {
        if (_waiting.Length > 0)
        {
            Flush();
        }

        _stream.Dispose();
    }

    private void Flush()
    {
        try
        {
            _stream.Position = _written;
            _stream.Write(_waiting.GetBuffer().AsSpan(0, (int)_waiting.Length));
            if (_stream is FileStream file)
            {
                file.Flush(flushToDisk: true);
            }

            _written += _waiting.Length;
            _waiting.SetLength(0);
        }
        catch (IOException e)
        {
            if (!_warned)
            {
                _warn($"warning: {_name}: cannot be written, {e.Message} Training goes on; its lines are kept in memory until there is room.");
                _warned = true;
            }
        }
    }
}

using System.Buffers.Binary;
using System.Text;

namespace MLSeq.Text;

/// <summary>Reads from a source that may be damaged, truncated, foreign or hostile: every failure is an
/// <see cref="InvalidDataException"/> that says what was being read, what was found and what was expected.</summary>
internal static class UntrustedData
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the name of a format and its version.</summary>
    public static void ReadHeader(BinaryReader reader, string magic, int version, string what)
    {
        string found = ReadText(reader, $"the header of {what}", 64);
        if (found != magic)
        {
            throw new InvalidDataException($"Not {what}: found the header '{found}', expected '{magic}'.");
        }

        int foundVersion = ReadInt32(reader, $"the version of {what}", 1, int.MaxValue);
        if (foundVersion > version)
        {
            throw new InvalidDataException(
                $"The data of {what} have version {foundVersion}; this library reads up to version {version}. Use a newer one.");
        }
    }

    public static int ReadInt32(BinaryReader reader, string what, int minimum, int maximum)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Fill(reader, bytes, what);
        int value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return value >= minimum && value <= maximum
            ? value
            : throw new InvalidDataException($"Damaged data: found {value} for {what}, expected {minimum} to {maximum}.");
    }

    public static long ReadInt64(BinaryReader reader, string what, long minimum)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Fill(reader, bytes, what);
        long value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return value >= minimum
            ? value
            : throw new InvalidDataException($"Damaged data: found {value} for {what}, expected at least {minimum}.");
    }

    /// <summary>Reads a string as <see cref="BinaryWriter.Write(string)"/> writes it, of a limited length in bytes.</summary>
    public static string ReadText(BinaryReader reader, string what, int maximumBytes)
    {
        int length;
        try
        {
            length = reader.Read7BitEncodedInt();
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"Truncated or damaged data: no length of {what}.", e);
        }

        if (length < 0 || length > maximumBytes)
        {
            throw new InvalidDataException($"Damaged data: found a length of {length} bytes for {what}, expected 0 to {maximumBytes}.");
        }

        // Long strings grow with the data that are really there, not with the length that was claimed.
        const int Chunk = 1 << 16;
        byte[] bytes = new byte[Math.Min(length, Chunk)];
        Fill(reader, bytes, what);
        while (bytes.Length < length)
        {
            int filled = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
            Fill(reader, bytes.AsSpan(filled), what);
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"Damaged data: {what} is not UTF-8.", e);
        }
    }

    private static void Fill(BinaryReader reader, Span<byte> bytes, string what)
    {
        int filled = 0;
        while (filled < bytes.Length)
        {
            int read = reader.Read(bytes[filled..]);
            if (read == 0)
            {
                throw new InvalidDataException(
                    $"Truncated data: {what} takes {bytes.Length} bytes, {filled} were left.");
            }

            filled += read;
        }
    }
}

using System.Text;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

/// <summary>Saving and loading tokenizers and vocabularies, and what damaged or foreign data lead to.</summary>
public class SavedTextTests
{
    private const string Sample = "Don't  stop at 3.14, naïve 北京 👩‍💻!\nlowest newest";

    private static readonly string[] AllKinds = ["word", "whitespace", "pattern", "character", "bpe", "untrained"];

    public static TheoryData<string> Kinds => [.. AllKinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ATokenizerComesBackAsItWas(string kind)
    {
        Tokenizer tokenizer = Make(kind);
        Tokenizer loaded = Load(Save(tokenizer.Save), Tokenizer.Load);
        Assert.Same(tokenizer.GetType(), loaded.GetType());
        Assert.Equal((tokenizer.Name, tokenizer.Normalization, tokenizer.IsTrained), (loaded.Name, loaded.Normalization, loaded.IsTrained));
        Assert.Equal(Save(tokenizer.Save), Save(loaded.Save));
        if (tokenizer.IsTrained)
        {
            Assert.Equal(tokenizer.Tokenize(Sample), loaded.Tokenize(Sample));
        }
    }

    [Fact]
    public void AVocabularyComesBackAsItWas()
    {
        Vocabulary vocabulary = Vocabulary.Build(Sample.Split(' '), new() { SpecialTokens = SpecialTokens.Padding, MaxSize = 5 });
        Vocabulary loaded = Load(Save(vocabulary.Save), Vocabulary.Load);
        Assert.Equal(vocabulary, loaded);
        Assert.Equal(Enumerable.Range(0, 6).Select(vocabulary.GetCount), Enumerable.Range(0, 6).Select(loaded.GetCount));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ATruncatedTokenizerIsRefused(string kind) => AssertTruncationsAreRefused(Save(Make(kind).Save), Tokenizer.Load);

    [Fact]
    public void ATruncatedVocabularyIsRefused() =>
        AssertTruncationsAreRefused(Save(Vocabulary.Build(Sample.Split(' ')).Save), Vocabulary.Load);

    [Fact]
    public void DamagedDataLoadOrAreRefusedButNeverCrash()
    {
        var random = new Random(1);
        (byte[] Data, Func<BinaryReader, object> Load)[] files =
        [
            .. AllKinds.Select(kind => (Save(Make(kind).Save), (Func<BinaryReader, object>)Tokenizer.Load)),
            (Save(Vocabulary.Build(Sample.Split(' ')).Save), Vocabulary.Load),
        ];
        int refused = 0;
        foreach ((byte[] data, Func<BinaryReader, object> load) in files)
        {
            for (int i = 0; i < 1000; i++)
            {
                byte[] damaged = [.. data];
                damaged[random.Next(data.Length)] = (byte)random.Next(256);
                damaged[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
                try
                {
                    Load(damaged, load);
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 2000, 7000);
    }

    [Fact]
    public void AClaimedSizeTakesNoMemory()
    {
        byte[] data = Save(writer =>
        {
            writer.Write("MLSeq.Vocabulary");
            writer.Write(1);
            writer.Write(2_000_000_000);
            writer.Write(0L);
            writer.Write7BitEncodedInt(500_000_000);
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<InvalidDataException>(() => Load(data, Vocabulary.Load));
        Assert.Contains("entry 1 of 2000000000", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("MLSeq.Vocabulary", 1, "word", "expected 'MLSeq.Tokenizer'")]
    [InlineData("MLSeq.Tokenizer", 2, "word", "reads up to version 1")]
    [InlineData("MLSeq.Tokenizer", 0, "word", "found 0 for the version")]
    [InlineData("MLSeq.Tokenizer", 1, "sentence", "'sentence'")]
    public void ForeignAndNewerDataAreNamed(string magic, int version, string kind, string message)
    {
        byte[] data = Save(writer =>
        {
            writer.Write(magic);
            writer.Write(version);
            writer.Write(kind);
            writer.Write(0);
        });
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Load(data, Tokenizer.Load)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARepeatedEntryIsRefused()
    {
        byte[] data = Save(Vocabulary.FromTokens(["aa", "bb"]).Save);
        data[Array.LastIndexOf(data, (byte)'b') - 1] = (byte)'a';
        data[Array.LastIndexOf(data, (byte)'b')] = (byte)'a';
        Assert.Contains("'aa' twice", Assert.Throws<InvalidDataException>(() => Load(data, Vocabulary.Load)).Message, StringComparison.Ordinal);
    }

    private static Tokenizer Make(string kind) => kind switch
    {
        "word" => Tokenizers.Words(),
        "whitespace" => Tokenizers.Whitespace(TextNormalization.MaskDigits),
        "pattern" => Tokenizers.Pattern(@"\w+|\S", TextNormalization.RemoveDiacritics),
        "character" => Tokenizers.Characters(),
        "bpe" => Tokenizers.BytePairs(60).Train([Sample, Sample]),
        _ => Tokenizers.BytePairs(500, TextNormalization.LowerCase),
    };

    private static void AssertTruncationsAreRefused(byte[] data, Func<BinaryReader, object> load)
    {
        for (int length = 0; length < data.Length; length++)
        {
            var e = Assert.Throws<InvalidDataException>(() => Load(data[..length], load));
            Assert.Contains("runcated", e.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Save(Action<BinaryWriter> save)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static T Load<T>(byte[] data, Func<BinaryReader, T> load)
    {
        using var reader = new BinaryReader(new MemoryStream(data));
        return load(reader);
    }
}

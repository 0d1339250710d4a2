using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class OneHotTests
{
    [Fact]
    public void PutsAOneAtEachId() => Assert.Equal([0, 0, 1, 1, 0, 0], OneHot.Encode([2, 0], 3));

    [Fact]
    public void OverwritesWhatWasThere()
    {
        float[] rows = [9, 9, 9, 9];
        OneHot.Encode([1, 1], 2, rows);
        Assert.Equal([0, 1, 0, 1], rows);
        Assert.Empty(OneHot.Encode([], 5));
    }

    [Fact]
    public void SaysWhatDoesNotFit()
    {
        Assert.Contains("Id 1 must be from 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => OneHot.Encode([0, 3], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => OneHot.Encode([-1], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneHot.Encode([0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneHot.Encode(new int[2000], 2_000_000));
        Assert.Throws<ArgumentException>(() => OneHot.Encode([0, 1], 3, new float[5]));
    }
}

using MLSeq.Networks;

namespace MLSeq.Tests.Networks;

public class DistinctWordsTests
{
    [Fact]
    public void Each_word_is_packed_once_longest_first()
    {
        int[] cat = [1, 2, 3];
        int[] a = [1];
        int[] dogs = [4, 5, 6, 7];
        var words = new DistinctWords();
        for (var round = 0; round < 2; round++)
        {
            words.Clear(6);
            int[]?[] places = [cat, a, cat, dogs, null, a];
            for (var p = 0; p < places.Length; p++)
            {
                words.Place(p, places[p]);
            }

            words.Pack();

            Assert.Equal([4, 3, 1, 1], words.Batch.Lengths.ToArray());
            Assert.Equal([1, 2, 1, 0, 3, 2], words.Rows.ToArray());
            Assert.Equal([4, 1, 1, 0, 5, 2, 6, 3, 7], words.Batch.Ids.ToArray());
        }
    }
}

using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class WindowStepTests
{
    public static TheoryData<Word2VecModel, Word2VecLoss> Kinds => TopicCorpus.Kinds;

    /// <summary>Few words, so that contexts, negatives and the predicted word often coincide; odd dimensions; every number of contexts.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_is_that_of_the_equations(Word2VecModel model, Word2VecLoss loss)
    {
        foreach (var dimensions in (int[])[1, 3, 8, 13, 16, 33, 100])
        {
            foreach (var words in (int[])[1, 2, 3, 20, 70])
            {
                foreach (var contexts in (int[])[1, 2, 3, 4, 7, 12])
                {
                    var negatives = 1 + (contexts * 3 % 14);
                    var window = new Window(model, loss, dimensions, words, contexts, negatives, seed: contexts);
                    window.Step(.3f);
                    if (loss == Word2VecLoss.Softmax)
                    {
                        WindowReference.Softmax(model, window.Contexts, window.OutputRows, window.Centre, .3f);
                    }
                    else
                    {
                        WindowReference.Logistic(model, window.Contexts, window.Targets, .3f);
                    }

                    var what = $"{dimensions} dimensions, {words} words, {contexts} contexts, {negatives} negatives";
                    AssertClose(window.InputRows, window.Inputs, what);
                    AssertClose(window.OutputRows, window.Outputs, what);
                }
            }
        }
    }

    /// <summary>With one context the change is the loss' negative gradient, found by finite differences.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_goes_down_the_gradient_of_the_loss(Word2VecModel model, Word2VecLoss loss)
    {
        const double H = 1e-5;
        const float Rate = .01f;
        var window = new Window(model, loss, dimensions: 7, words: 30, contexts: 1, negatives: 4, seed: 3);
        double Loss() => loss == Word2VecLoss.Softmax
            ? -Math.Log(WindowReference.Probabilities(window.Contexts[0], window.OutputRows)[window.Centre])
            : -window.Targets.Where(target => target.Counts).Sum(target =>
                Math.Log(WindowReference.Sigmoid((target.Label == 1 ? 1 : -1) * WindowReference.Dot(window.Contexts[0], target.Row))));
        double Slope(ref double value)
        {
            var before = value;
            value = before + H;
            var above = Loss();
            value = before - H;
            var below = Loss();
            value = before;
            return (above - below) / (2 * H);
        }

        window.Step(Rate);
        var moved = 0;
        foreach (var (before, after) in window.InputRows.Zip(window.Inputs).Concat(window.OutputRows.Zip(window.Outputs)))
        {
            for (var k = 0; k < before.Length; k++)
            {
                var slope = Slope(ref before[k]);
                moved += slope == 0 ? 0 : 1;
                Assert.Equal(-slope, (after[k] - before[k]) / Rate, 3e-3);
            }
        }

        Assert.True(moved >= 14, $"{moved} values matter");
    }

    private static void AssertClose(double[][] expected, double[][] found, string what)
    {
        for (var row = 0; row < expected.Length; row++)
        {
            for (var k = 0; k < expected[row].Length; k++)
            {
                Assert.True(
                    Math.Abs(expected[row][k] - found[row][k]) <= 2e-5 * (1 + Math.Abs(expected[row][k])),
                    $"row {row}, column {k}: {found[row][k]}, expected {expected[row][k]} ({what})");
            }
        }
    }
}

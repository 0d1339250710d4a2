using MLSeq.Tool.Classification;
using MLSeq.Tool.Display;

namespace MLSeq.Tool.Tests.Classification;

public class ClassificationReportTests
{
    [Fact]
    public void Figures_of_a_small_table()
    {
        // actual a: 3 right, 1 taken for b; actual b: 1 right, 1 taken for a; c is only ever predicted, once, for a b.
        var report = new ClassificationReport();
        foreach (var (actual, predicted) in new[] { ("a", "a"), ("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "a"), ("b", "c") })
        {
            report.Add(actual, predicted);
        }

        Assert.Equal(["a", "b", "c"], report.Labels);
        Assert.Equal(4.0 / 7, report.Accuracy, 12);
        Assert.Equal(new LabelScores("a", 4, 0.75, 0.75, 0.75), report.Of("a"));
        Assert.Equal(0.5, report.Of("b").Precision, 12);
        Assert.Equal(1.0 / 3, report.Of("b").Recall, 12);
        Assert.Equal(0.4, report.Of("b").F1, 12);
        Assert.Equal(new LabelScores("c", 0, 0, 0, 0), report.Of("c"));
        Assert.Equal((0.75 + 0.5 + 0) / 3, report.Macro.Precision, 12);
        Assert.Equal((0.75 + (1.0 / 3) + 0) / 3, report.Macro.Recall, 12);
        Assert.Equal((0.75 + 0.4 + 0) / 3, report.Macro.F1, 12);
        Assert.Equal(["examples: 7", "accuracy: 0.5714", "precision: 0.4167", "recall: 0.3611", "f1: 0.3833"], ReportTables.Figures(report));
    }
}

using MLSeq.Audio;
using MLSeq.TriggerWords;

namespace MLSeq.Tests.TriggerWords;

/// <summary>From probabilities to detections, and from detections to scores.</summary>
public class TriggerDetectionTests
{
    [Theory]
    [InlineData("....##..", "")]                   // too short
    [InlineData("..###...", "5")]                  // when the third step is done
    [InlineData("..########", "5")]                // one word, however long
    [InlineData("###.###", "3 7")]                 // two words
    [InlineData("##.#.##.", "")]                   // never three on end
    public void A_word_is_heard_where_enough_steps_on_end_are_likely(string steps, string times) => Assert.Equal(times, Detect(steps, rest: 0));

    [Theory]
    [InlineData("###.###", "3")]
    [InlineData("###....###", "3 10")]
    [InlineData("###.#########", "3 9")]           // goes on when the rest is over
    public void After_a_word_there_is_none_for_a_while(string steps, string times) => Assert.Equal(times, Detect(steps, rest: 6));

    [Fact]
    public void Each_word_is_detected_once_and_what_is_left_is_a_false_alarm()
    {
        var scores = new TriggerScores(early: 0.3, late: 1);
        scores.Add([0.9, 1.2, 5, 8.5], new TriggerClip(new AudioClip(new float[8000 * 9], 8000), [1, 4.9, 7]));

        Assert.Equal((2, 1, 2), (scores.Detected, scores.Missed, scores.FalseAlarms));
        Assert.Equal(0.5, scores.Precision);
        Assert.Equal(2 / 3.0, scores.Recall, 1e-12);
        Assert.Equal(4 / 7.0, scores.F1, 1e-12);
        Assert.Equal(2 * 3600 / 9.0, scores.FalseAlarmsPerHour, 1e-9);
    }

    [Fact]
    public void Two_detections_can_be_of_two_words_that_are_close()
    {
        var scores = new TriggerScores();
        scores.Add([1.1, 1.7], new TriggerClip(new AudioClip(new float[8000 * 3], 8000), [1, 1.6]));

        Assert.Equal(1, scores.F1);
    }

    [Fact]
    public void Nothing_heard_and_nothing_said_is_no_division_by_zero()
    {
        var scores = new TriggerScores();

        Assert.Equal((0d, 0d, 0d, 0d), (scores.Precision, scores.Recall, scores.F1, scores.FalseAlarmsPerHour));
    }

    private static string Detect(string steps, double rest)
    {
        var detection = new TriggerDetection(new TriggerDetectionOptions { Threshold = 0.5f, LeastSteps = 3, Rest = rest }, secondsAStep: 1);
        return string.Join(' ', steps.Select(s => detection.Add(s == '#' ? 0.5f : 0.49f)).OfType<double>());
    }
}

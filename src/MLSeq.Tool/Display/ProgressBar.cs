using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace MLSeq.Tool.Display;

/// <summary>A bar on standard error while something long runs; where that is no terminal, a line now and then.</summary>
internal static class ProgressBar
{
    /// <summary>Runs <paramref name="work"/>, which is given what moves the bar: the share that is done, and what to say beside it.</summary>
    public static T Run<T>(ToolConsole console, Func<Action<double, string>, T> work)
    {
        if (console.Quiet)
        {
            return work((_, _) => { });
        }

        if (!console.HasBars)
        {
            var since = Stopwatch.GetTimestamp();
            return work((fraction, text) =>
            {
                if (Stopwatch.GetElapsedTime(since) >= console.LineEvery)
                {
                    console.Note(string.Create(CultureInfo.InvariantCulture, $"{100 * fraction,5:F1} %  {text}"));
                    since = Stopwatch.GetTimestamp();
                }
            });
        }

        return console.Notes.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("reading", maxValue: 1);
                return work((fraction, text) => (bar.Value, bar.Description) = (fraction, Markup.Escape(text)));
            });
    }

    /// <summary>Hours, minutes and seconds.</summary>
    public static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Spectre.Console;

namespace MLSeq.Tool.Display;

/// <summary>A bar on standard error while something long runs, where that is a terminal; else nothing.</summary>
internal static class ProgressBar
{
    /// <summary>Runs <paramref name="work"/>, which is given what moves the bar: the share that is done, and what to say beside it.</summary>
    public static T Run<T>(ToolConsole console, Func<Action<double, string>, T> work)
    {
        if (console.Quiet || !console.Notes.Profile.Capabilities.Interactive || !console.Notes.Profile.Capabilities.Ansi)
        {
            return work((_, _) => { });
        }

        return console.Notes.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("", maxValue: 1);
                return work((fraction, text) => (bar.Value, bar.Description) = (fraction, Markup.Escape(text)));
            });
    }

    /// <summary>Hours, minutes and seconds.</summary>
    public static string Time(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}

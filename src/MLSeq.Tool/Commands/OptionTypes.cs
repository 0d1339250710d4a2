using System.CommandLine;
using System.Globalization;

namespace MLSeq.Tool.Commands;

/// <summary>Options whose errors name the option, what was given and what is allowed.</summary>
internal static class OptionTypes
{
    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static Option<int> Whole(string name, string description, int value, int minimum, int maximum = int.MaxValue) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= minimum && number <= maximum)
            {
                return number;
            }

            var range = maximum == int.MaxValue ? $"a whole number of at least {minimum}" : $"a whole number from {minimum} to {maximum}";
            result.AddError($"{name} '{text}': expected {range}.");
            return 0;
        },
    };

    /// <summary>A number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static Option<float> Real(string name, string description, float value, float minimum, float maximum) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        HelpName = "X",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= minimum && number <= maximum)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} '{text}': expected a number from {minimum} to {maximum}."));
            return 0;
        },
    };

    /// <summary>A whole number that may be left out.</summary>
    public static Option<int?> OptionalWhole(string name, string description, int minimum, int maximum = int.MaxValue)
    {
        var whole = Whole(name, description, 0, minimum, maximum);
        return new(name) { Description = description, HelpName = whole.HelpName, CustomParser = result => whole.CustomParser!(result) };
    }

    /// <summary>A number that may be left out.</summary>
    public static Option<float?> OptionalReal(string name, string description, float minimum, float maximum)
    {
        var real = Real(name, description, 0, minimum, maximum);
        return new(name) { Description = description, HelpName = real.HelpName, CustomParser = result => real.CustomParser!(result) };
    }

    /// <summary>One of a few words; the first is the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] choices)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            DefaultValueFactory = _ => choices[0],
            HelpName = string.Join('|', choices),
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!choices.Contains(text, StringComparer.Ordinal))
                {
                    result.AddError($"{name} '{text}': expected {string.Join(" or ", choices)}.");
                }

                return text;
            },
        };
        option.CompletionSources.Add(choices);
        return option;
    }

    /// <summary>One of an enumeration's values, in lower case; the words of a name are joined by hyphens where <paramref name="hyphens"/>.</summary>
    public static Option<T> Choice<T>(string name, string description, T value, bool hyphens = false, params T[] without)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().Except(without).ToDictionary(choice => Spelling(choice, hyphens), StringComparer.Ordinal);
        var words = Choice(name, description, [.. values.Keys]);
        var option = new Option<T>(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
            HelpName = words.HelpName,
            CustomParser = result => values.GetValueOrDefault(words.CustomParser!(result)!),
        };

        // Of an enumeration it would offer the names in the code, too.
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. values.Keys]);
        return option;
    }

    /// <summary>What an option's value is, as it is typed or would be.</summary>
    public static string TextOf(this ParseResult parsed, Option option)
    {
        if (!parsed.IsGiven(option))
        {
            return option.HasDefaultValue ? TextOf(option.GetDefaultValue()) : "";
        }

        return parsed.GetResult(option)!.Tokens is { Count: > 0 } tokens ? string.Join(' ', tokens.Select(token => token.Value)) : "true";
    }

    /// <summary>A value as it would be typed.</summary>
    public static string TextOf(object? value) => value switch
    {
        null => "",
        Enum choice => Spelling(choice, hyphens: true),
        bool flag => flag ? "true" : "false",
        System.Collections.IEnumerable values and not string => string.Join(' ', values.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Whether an option stands on the command line.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>One of a few words that may be left out, unless <paramref name="required"/>.</summary>
    public static Option<string?> OptionalChoice(string name, string description, bool required, params string[] choices)
    {
        var choice = Choice(name, description, choices);
        var option = new Option<string?>(name)
        {
            Description = description,
            Required = required,
            HelpName = choice.HelpName,
            CustomParser = choice.CustomParser,
        };
        option.CompletionSources.Add(choices);
        return option;
    }

    /// <summary>A folder.</summary>
    public static Option<string?> Folder(string name, string description, bool required = false)
    {
        var option = File(name, description, required);
        option.HelpName = "FOLDER";
        return option;
    }

    /// <summary>A file; <paramref name="extensions"/> limits how its name may end.</summary>
    public static Option<string?> File(string name, string description, bool required = false, params string[] extensions) => new(name)
    {
        Description = description,
        Required = required,
        HelpName = "FILE",
        CustomParser = result =>
        {
            var path = result.Tokens[0].Value;
            if (path.Length == 0 || (extensions.Length > 0 && !extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)))
            {
                var expected = extensions.Length > 0 ? $"a file name that ends in {string.Join(" or ", extensions)}" : "a file name";
                result.AddError($"{name} '{path}': expected {expected}.");
            }

            return path;
        },
    };

    private static string Spelling(Enum choice, bool hyphens) => string.Concat(choice.ToString().Select(
        (c, i) => hyphens && i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

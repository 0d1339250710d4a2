using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Tests;

/// <summary>Loads saved models in a process of its own (Program.cs), which never saw the types that they are made of.</summary>
internal static class FreshProcess
{
    /// <summary>Loads a model there, scores texts, and compares names, stages, labels and scores bit by bit.</summary>
    public static void AssertLoadsAndScoresTheSame(MLContext ml, ITransformer model, DataViewSchema schema, string[] texts)
    {
        using var folder = new TemporaryFolder();
        ml.Model.Save(model, schema, folder["model.zip"]);
        File.WriteAllLines(folder["texts.txt"], texts);
        Run(folder["model.zip"], folder["texts.txt"], folder["output.txt"]);

        var lines = File.ReadAllLines(folder["output.txt"]);
        Assert.Equal(string.Join(' ', schema.Select(column => column.Name)), lines[0]);
        Assert.Equal(string.Join(' ', Stages(model).Select(stage => stage.GetType().Name)), lines[1]);
        var scored = model.Transform(ml.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text, Label = "" })));
        var labels = scored.GetColumn<ReadOnlyMemory<char>>("PredictedLabel").ToList();
        var scores = scored.GetColumn<float[]>("Score").ToList();
        Assert.Equal(texts.Length, lines.Length - 2);
        for (var i = 0; i < texts.Length; i++)
        {
            var parts = lines[i + 2].Split('\t');
            Assert.Equal(labels[i].ToString(), parts[0]);
            Assert.Equal(scores[i], parts[1].Split(' ').Select(s => float.Parse(s, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Loads a model there, transforms texts, and compares a column of numbers or vectors bit by bit.</summary>
    public static void AssertLoadsAndGivesTheSame(MLContext ml, ITransformer model, DataViewSchema schema, string[] texts, string column)
    {
        using var folder = new TemporaryFolder();
        ml.Model.Save(model, schema, folder["model.zip"]);
        File.WriteAllLines(folder["texts.txt"], texts);
        Run(folder["model.zip"], folder["texts.txt"], folder["output.txt"], column);
        var transformed = model.Transform(ml.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text, Label = "" })));
        Assert.Equal(
            Values(transformed, column),
            File.ReadAllLines(folder["output.txt"]).Select(line => Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), s => float.Parse(s, CultureInfo.InvariantCulture))));
    }

    /// <summary>A column of vectors, or of numbers as vectors of one.</summary>
    public static IEnumerable<float[]> Values(IDataView data, string column) =>
        data.Schema[column].Type is VectorDataViewType ? data.GetColumn<float[]>(column) : data.GetColumn<float>(column).Select(value => new[] { value });

    /// <summary>The stages of a model, in order, chains within chains laid out.</summary>
    public static IEnumerable<ITransformer> Stages(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];

    private static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FreshProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
    }
}

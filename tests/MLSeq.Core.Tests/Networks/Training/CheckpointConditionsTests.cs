using System.Reflection;
using MLSeq.Embeddings.Training;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks.Training;

/// <summary>The options' conditions are written out: reflection finds those that were forgotten.</summary>
public sealed class CheckpointConditionsTests
{
    private static readonly string[] NotOfTheResult =
    [
        nameof(SequenceTrainerOptions.CheckpointPath), nameof(SequenceTrainerOptions.CheckpointInterval), nameof(SequenceTrainerOptions.KeepCheckpoint),
        nameof(SequenceTrainerOptions.GradientStatistics), nameof(SequenceTrainerOptions.Progress), nameof(SequenceTrainerOptions.CancellationToken),
    ];

    public static TheoryData<string> NetworkOptions => Names(typeof(SequenceNetworkOptions), except: []);

    public static TheoryData<string> TrainerOptions => Names(typeof(SequenceTrainerOptions), NotOfTheResult);

    [Theory]
    [MemberData(nameof(NetworkOptions))]
    public void Each_option_of_a_network_is_a_condition(string name)
    {
        var options = new SequenceNetworkOptions();
        var before = options.Conditions.ToList();
        Change(options, name);
        Differ(name, before, options.Conditions);
    }

    [Theory]
    [MemberData(nameof(TrainerOptions))]
    public void Each_option_of_a_training_that_decides_its_result_is_a_condition(string name)
    {
        var options = new SequenceTrainerOptions { Threads = 1 };
        var before = options.Conditions.ToList();
        Change(options, name);
        Differ(name, before, options.Conditions);
    }

    [Fact]
    public void All_cores_and_as_many_threads_are_the_same() => Assert.Equal(
        new SequenceTrainerOptions { Threads = Environment.ProcessorCount }.Conditions, new SequenceTrainerOptions { Threads = 0 }.Conditions);

    [Fact]
    public void The_longest_list_of_cutoffs_goes_through_a_file()
    {
        using var folder = new TemporaryFolder();
        var options = new SequenceNetworkOptions { Cutoffs = [.. Enumerable.Range(int.MaxValue - 64, 64)] };
        TrainingCheckpoint File() => new(folder["run.checkpoint"], "network", [.. options.Conditions]);
        File().Write(7, _ => { });

        Assert.Equal(7, File().Restore(_ => { }));
    }

    private static TheoryData<string> Names(Type options, string[] except) =>
        new(options.GetProperties().Select(property => property.Name).Except(except));

    private static void Change(object options, string name)
    {
        var property = options.GetType().GetProperty(name)!;
        property.SetValue(options, Other(property, property.GetValue(options)));
    }

    private static object Other(PropertyInfo property, object? value) => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        var type when type == typeof(int) => (int)value! + 1,
        var type when type == typeof(float) => (float)(value ?? 0f) + 0.125f,
        var type when type == typeof(bool) => !(bool)value!,
        var type when type == typeof(IReadOnlyList<int>) => new[] { 3, 5 },
        { IsEnum: true } type => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
        var type => throw new NotSupportedException($"{property.Name} is of type {type}: say here how to change it."),
    };

    private static void Differ(string name, IEnumerable<(string Name, string Value)> before, IEnumerable<(string Name, string Value)> after) =>
        Assert.Equal(name, Assert.Single(before.Zip(after), pair => pair.First != pair.Second).Second.Name);
}

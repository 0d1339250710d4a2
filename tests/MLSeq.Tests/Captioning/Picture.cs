using Microsoft.ML.Data;

namespace MLSeq.Tests.Captioning;

/// <summary>What a picture shows, in numbers and in words.</summary>
public sealed class Picture
{
    private static readonly string[] Colours = ["red", "green", "blue"];
    private static readonly string[] Things = ["ball", "cube", "cone", "ring"];
    private static readonly string[] Places = ["left", "right", "top"];

    /// <summary>Its features.</summary>
    [VectorType(10)]
    public float[] Features { get; set; } = new float[10];

    /// <summary>Features whose number is not known.</summary>
    public float[] Any { get; set; } = [];

    /// <summary>Its caption.</summary>
    public string? Text { get; set; }

    /// <summary>All of them.</summary>
    internal static Picture[] All { get; } =
    [
        .. from colour in Enumerable.Range(0, 3) from thing in Enumerable.Range(0, 4) from place in Enumerable.Range(0, 3)
           select Make(colour, thing, place),
    ];

    /// <summary>A seventh of them, not to be trained on; all their words are in the others.</summary>
    internal static Picture[] HeldOut { get; } = [.. All.Where((_, i) => i % 7 == 4)];

    private static Picture Make(int colour, int thing, int place)
    {
        var picture = new Picture { Text = $"a {Colours[colour]} {Things[thing]} at the {Places[place]}" };
        picture.Features[colour] = picture.Features[3 + thing] = picture.Features[7 + place] = 1;
        return picture;
    }
}

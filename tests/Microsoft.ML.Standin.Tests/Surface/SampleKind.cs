namespace Microsoft.ML.StandinTests.Surface;

/// <summary>Something to compare with a listing; it has no other use.</summary>
public enum SampleKind : byte
{
    Small = 1,
    Large = 2,
}

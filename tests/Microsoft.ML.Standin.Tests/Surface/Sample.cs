namespace Microsoft.ML.StandinTests.Surface;

/// <summary>Something to compare with a listing; it has no other use.</summary>
public abstract class Sample<T> : ICloneable, IProgress<T>
    where T : class, new()
{
    public const string Name = "n";

    protected readonly ReadOnlyMemory<char>[] Texts;

    protected Sample(int count, params string[] names)
    {
        Count = count;
        Texts = [.. names.Select(n => n.AsMemory())];
    }

    public event EventHandler<EventArgs> Changed;

    public int Count { get; protected set; }

    public T this[int index] => Texts.Length > index ? new() : null;

    public abstract TResult Make<TResult>(TResult value = default)
        where TResult : struct;

    public T Find(string name, out int? index, ref T other, double bound = 0.5, SampleKind kind = SampleKind.Large)
    {
        index = Array.FindIndex(Texts, t => t.ToString() == name);
        return bound > 0 && kind == SampleKind.Large ? other : null;
    }

    public void Report(T value) => Count++;

    public override string ToString() => Name;

    public virtual object Clone()
    {
        Changed?.Invoke(this, EventArgs.Empty);
        return MemberwiseClone();
    }
}

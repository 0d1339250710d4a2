namespace Microsoft.ML.Data;

/// <summary>A function that copies values with their buffers, for vector types; null for others.</summary>
internal static class VectorCopy<T>
{
    public static readonly Func<T, T> Copy = typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
        ? Generic.Call<Func<T, T>>(typeof(VectorCopy<T>), nameof(Make), [typeof(T).GetGenericArguments()[0]])
        : null;

    private static Func<VBuffer<TItem>, VBuffer<TItem>> Make<TItem>() => source =>
    {
        VBuffer<TItem> copy = default;
        source.CopyTo(ref copy);
        return copy;
    };
}

using MLSeq.Graphs;
using MLSeq.Onnx;

namespace MLSeq.Interop;

// Constants, of all types that stages have.
internal sealed partial class StockContext
{
    public override string AddInitializer(bool value, string? name = null, bool makeUniqueName = true) => Constant(OnnxElementType.Bool, [value], [], name, makeUniqueName);

    public override string AddInitializer(float value, string? name = null, bool makeUniqueName = true) => Constant(OnnxElementType.Float, [value], [], name, makeUniqueName);

    public override string AddInitializer(int value, Type type, string? name = null, bool makeUniqueName = true) => Integers([value], type, [], name, makeUniqueName);

    public override string AddInitializer(string value, string? name = null, bool makeUniqueName = true) => Strings([value], [], name, makeUniqueName);

    public override string AddInitializer(long value, string? name = null, bool makeUniqueName = true) => Constant(OnnxElementType.Int64, [value], [], name, makeUniqueName);

    public override string AddInitializer(double value, string? name = null, bool makeUniqueName = true) => Constant(OnnxElementType.Double, [value], [], name, makeUniqueName);

    public override string AddInitializer(ulong value, bool isUint64, string? name = null, bool makeUniqueName = true) =>
        Unsigned([value], isUint64, [], name, makeUniqueName);

    public override string AddInitializer(IEnumerable<bool> values, IEnumerable<long>? dims, string? name = null, bool makeUniqueName = true) =>
        Constant(OnnxElementType.Bool, [.. values], dims, name, makeUniqueName);

    public override string AddInitializer(IEnumerable<float> values, IEnumerable<long>? dims, string? name = null, bool makeUniqueName = true) =>
        Constant(OnnxElementType.Float, [.. values], dims, name, makeUniqueName);

    public override string AddInitializer(IEnumerable<int> values, Type type, IEnumerable<long>? dims, string? name = null, bool makeUniqueName = true) =>
        Integers([.. values], type, dims, name, makeUniqueName);

    public override string AddInitializer(IEnumerable<string> values, IEnumerable<long>? dims, string? name = null, bool makeUniqueName = true) =>
        Strings([.. values], dims, name, makeUniqueName);

    public override string AddInitializer(IEnumerable<long> values, IEnumerable<long>? dims, string? name = null, bool makeUniqueName = true)
    {
        long[] integers = [.. values];
        var variable = Constant(OnnxElementType.Int64, integers, dims, name, makeUniqueName);
        _integers[variable] = integers;
        return variable;
    }

    public override string AddInitializer(IEnumerable<double> values, IEnumerable<long>? dims, string? name = null, bool makeUniqueName = true) =>
        Constant(OnnxElementType.Double, [.. values], dims, name, makeUniqueName);

    public override string AddInitializer(IEnumerable<ulong> values, bool isUint64, IEnumerable<long>? dims, string? name = null, bool makeUniqueName = true) =>
        Unsigned([.. values], isUint64, dims, name, makeUniqueName);

    private string Integers(int[] values, Type type, IEnumerable<long>? dims, string? name, bool isUnique) => StockTypes.ElementType(type) switch
    {
        OnnxElementType.Bool => Constant(OnnxElementType.Bool, Array.ConvertAll(values, value => value != 0), dims, name, isUnique),
        OnnxElementType.Int8 => Constant(OnnxElementType.Int8, Array.ConvertAll(values, value => (sbyte)value), dims, name, isUnique),
        OnnxElementType.UInt8 => Constant(OnnxElementType.UInt8, Array.ConvertAll(values, value => (byte)value), dims, name, isUnique),
        OnnxElementType.Int16 => Constant(OnnxElementType.Int16, Array.ConvertAll(values, value => (short)value), dims, name, isUnique),
        OnnxElementType.UInt16 => Constant(OnnxElementType.UInt16, Array.ConvertAll(values, value => (ushort)value), dims, name, isUnique),
        _ => Constant(OnnxElementType.Int32, values, dims, name, isUnique),
    };

    private string Unsigned(ulong[] values, bool isLong, IEnumerable<long>? dims, string? name, bool isUnique) => isLong
        ? Constant(OnnxElementType.UInt64, values, dims, name, isUnique)
        : Constant(OnnxElementType.UInt32, Array.ConvertAll(values, value => (uint)value), dims, name, isUnique);

    private string Strings(string[] values, IEnumerable<long>? dims, string? name, bool isUnique) =>
        Later(name ?? "strings", isUnique, seed => _graph.Constant(seed, values, dims?.ToArray() ?? [values.Length]));

    /// <summary>A constant; without dimensions it is a vector.</summary>
    private string Constant<T>(OnnxElementType type, T[] values, IEnumerable<long>? dims, string? name, bool isUnique)
        where T : unmanaged =>
        Later(name ?? "constant", isUnique, seed => _graph.Constant<T>(seed, type, values, dims?.ToArray() ?? [values.Length]));

    private string Later(string name, bool isUnique, Func<string, GraphValue> make)
    {
        var variable = isUnique ? Unique(name, _variables) : name;
        _variables.Add(variable);
        _constants[variable] = () => make(name);
        return variable;
    }
}

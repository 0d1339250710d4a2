using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A member of a row class with its column.</summary>
internal sealed record RowColumn(MemberInfo Member, string Name, DataViewType Type, DataViewSchema.Annotations Annotations)
{
    public Type MemberType => RowColumns.MemberType(Member);
}

using System.Linq.Expressions;

namespace Microsoft.ML.Data;

/// <summary>Reads the members of an object as columns.</summary>
internal static class RowObject
{
    public static DataViewSchema SchemaOf(IReadOnlyList<RowColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }

        return builder.ToSchema();
    }

    /// <summary>A getter of the column over the object that a function gives.</summary>
    public static Delegate Getter<TRow>(RowColumn column, Func<TRow> current)
    {
        var member = Expression.MakeMemberAccess(Expression.Invoke(Expression.Constant(current)), column.Member);
        var read = Expression.Lambda(typeof(Func<>).MakeGenericType(column.MemberType), member).Compile();
        return MemberGetter.Create(column.MemberType, read, column.Type, column.Name);
    }
}

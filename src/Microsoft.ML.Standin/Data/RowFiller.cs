using System.Linq.Expressions;

namespace Microsoft.ML.Data;

/// <summary>Fills in objects from a row.</summary>
internal sealed class RowFiller<TRow>
    where TRow : class
{
    private readonly List<Action<TRow>> _setters = [];

    public RowFiller(DataViewRow row, IEnumerable<RowColumn> columns)
    {
        foreach (var column in columns)
        {
            var read = ValueReader.Create(column.MemberType, row, row.Schema[column.Name]);
            var target = Expression.Parameter(typeof(TRow));
            var assign = Expression.Assign(Expression.MakeMemberAccess(target, column.Member), Expression.Invoke(Expression.Constant(read)));
            _setters.Add(Expression.Lambda<Action<TRow>>(assign, target).Compile());
        }
    }

    public void Fill(TRow target)
    {
        foreach (var setter in _setters)
        {
            setter(target);
        }
    }
}

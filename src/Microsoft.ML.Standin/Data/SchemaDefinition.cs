namespace Microsoft.ML.Data;

/// <summary>The columns of a class's members, for data that is made of its objects.</summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>The column of a name.</summary>
    public Column this[string columnName]
    {
        get => Find(c => c.ColumnName == columnName)
            ?? throw new ArgumentOutOfRangeException(nameof(columnName), $"There is no column '{columnName}'; there are: {string.Join(", ", this.Select(c => c.ColumnName))}.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.ColumnName != columnName)
            {
                throw new ArgumentOutOfRangeException(nameof(columnName), $"The column's name is '{value.ColumnName}', not '{columnName}'.");
            }

            var at = FindIndex(c => c.ColumnName == columnName);
            if (at >= 0)
            {
                this[at] = value;
            }
            else
            {
                Add(value);
            }
        }
    }

    /// <summary>The columns that a class's public fields and properties and their attributes tell.</summary>
    /// <param name="userType">The class.</param>
    /// <param name="direction">Whether the members are read, written or both; properties that cannot be are left out.</param>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (var member in RowColumns.MembersOf(userType, direction))
        {
            definition.Add(new(member.Name, RowColumns.TypeOf(member), RowColumns.NameOf(member)));
        }

        return definition;
    }
}

using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Finds the columns of a row class.</summary>
internal static class RowColumns
{
    public static IReadOnlyList<RowColumn> ForReading(Type rowType, SchemaDefinition definition)
    {
        var columns = Bind(rowType, definition ?? SchemaDefinition.Create(rowType, SchemaDefinition.Direction.Read));
        foreach (var column in columns)
        {
            CheckType(column.Member, column.Type);
        }

        return columns;
    }

    public static IReadOnlyList<RowColumn> ForReading(Type rowType, DataViewSchema schema) => ForReading(rowType, Define(rowType, schema));

    /// <summary>The columns of the members, with the types and annotations of the schema's columns.</summary>
    public static SchemaDefinition Define(Type rowType, DataViewSchema schema)
    {
        var definition = SchemaDefinition.Create(rowType, SchemaDefinition.Direction.Read);
        foreach (var column in schema.Where(c => !c.IsHidden))
        {
            var own = definition.Find(c => c.ColumnName == column.Name);
            if (own != null)
            {
                own.ColumnType = column.Type;
                own.AddAnnotations(column.Annotations);
            }
        }

        return definition;
    }

    public static IReadOnlyList<RowColumn> ForWriting(Type rowType, DataViewSchema schema, bool ignoreMissing, SchemaDefinition definition)
    {
        var result = new List<RowColumn>();
        foreach (var column in Bind(rowType, definition ?? SchemaDefinition.Create(rowType, SchemaDefinition.Direction.Write)))
        {
            if (schema.GetColumnOrNull(column.Name) is not { } source)
            {
                if (!ignoreMissing)
                {
                    throw new InvalidOperationException($"Column '{column.Name}' not found in the data view; its columns are {schema}.");
                }

                continue;
            }

            if (!Fits(column.MemberType, source.Type))
            {
                throw new InvalidOperationException(
                    $"Can't bind the IDataView column '{source.Name}' of type '{source.Type}' to field or property '{column.Member.Name}' of type '{column.MemberType}'.");
            }

            result.Add(column with { Type = source.Type });
        }

        return result;
    }

    public static IEnumerable<MemberInfo> MembersOf(Type type, SchemaDefinition.Direction direction)
    {
        const BindingFlags Flags = BindingFlags.Public | BindingFlags.Instance;
        foreach (var field in type.GetFields(Flags))
        {
            if (!field.IsDefined(typeof(NoColumnAttribute)))
            {
                yield return field;
            }
        }

        foreach (var property in type.GetProperties(Flags))
        {
            var readable = (direction & SchemaDefinition.Direction.Read) == 0 || property.GetMethod is { IsPublic: true };
            var writable = (direction & SchemaDefinition.Direction.Write) == 0 || property.SetMethod is { IsPublic: true };
            if (readable && writable && property.GetIndexParameters().Length == 0 && !property.IsDefined(typeof(NoColumnAttribute)))
            {
                yield return property;
            }
        }
    }

    public static Type MemberType(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    public static string NameOf(MemberInfo member) => member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;

    /// <summary>The column type of a member by its type and attributes.</summary>
    public static DataViewType TypeOf(MemberInfo member)
    {
        var type = MemberType(member);
        var itemType = ItemOf(type) ?? type;
        var item = DataViewTypes.FromRawType(itemType)
            ?? throw new ArgumentOutOfRangeException(nameof(member), $"Could not determine an IDataView type for member {member.Name} of type {type}.");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(itemType))
            {
                throw new ArgumentException($"Member {member.Name} marked with KeyType attribute is {itemType}, but must be an unsigned integer.");
            }

            item = new KeyDataViewType(itemType, key.KeyCount?.Count ?? KeyDataViewType.Largest(itemType));
        }

        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (ItemOf(type) != null)
        {
            return new VectorDataViewType(item, vector?.Dims ?? [0]);
        }

        return vector == null ? item : throw new ArgumentException($"Member {member.Name} marked with VectorType attribute is {type}, but must be an array or a VBuffer.");
    }

    /// <summary>The item type of an array or VBuffer; null of other types.</summary>
    public static Type ItemOf(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? type.GetGenericArguments()[0]
        : null;

    public static bool Fits(Type memberType, DataViewType type)
    {
        var item = ItemOf(memberType);
        if (item != null != type is VectorDataViewType)
        {
            return false;
        }

        var raw = DataViewTypes.ItemTypeOf(type).RawType;
        return (item ?? memberType) == raw || ((item ?? memberType) == typeof(string) && raw == typeof(ReadOnlyMemory<char>));
    }

    private static List<RowColumn> Bind(Type rowType, SchemaDefinition definition)
    {
        var columns = new List<RowColumn>();
        foreach (var column in definition)
        {
            var member = (MemberInfo)rowType.GetField(column.MemberName) ?? rowType.GetProperty(column.MemberName)
                ?? throw new ArgumentException($"{rowType} has no public field or property '{column.MemberName}'.", nameof(definition));
            if (columns.Any(c => c.Name == column.ColumnName))
            {
                throw new ArgumentException($"Two members of {rowType} have the column name '{column.ColumnName}'.", nameof(definition));
            }

            columns.Add(new(member, column.ColumnName, column.ColumnType ?? TypeOf(member), column.Annotations));
        }

        return columns;
    }

    private static void CheckType(MemberInfo member, DataViewType type)
    {
        if (!Fits(MemberType(member), type))
        {
            throw new ArgumentOutOfRangeException(nameof(member), $"Member {member.Name} of type {MemberType(member)} cannot be a column of type {type}.");
        }
    }
}

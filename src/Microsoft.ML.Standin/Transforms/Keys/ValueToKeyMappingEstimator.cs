using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Maps values to keys, learning which values there are.</summary>
public sealed partial class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly IHost _host;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly int _maximum;
    private readonly KeyOrdinality _ordinality;
    private readonly bool _textAnnotations;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(
        IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, int maximumNumberOfKeys,
        KeyOrdinality keyOrdinality, bool addKeyValueAnnotationsAsText, IDataView keyData)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumNumberOfKeys);
        _host = env.Register(nameof(ValueToKeyMappingEstimator));
        _columns = columns;
        _maximum = maximumNumberOfKeys;
        _ordinality = keyOrdinality;
        _textAnnotations = addKeyValueAnnotationsAsText;
        _keyData = keyData;
        if (keyData != null && keyData.Schema.Count(c => !c.IsHidden) != 1)
        {
            throw new ArgumentException($"The key data must have one column; it has {keyData.Schema}.", nameof(keyData));
        }
    }

    /// <summary>Learns the values in one pass over the data.</summary>
    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var maps = new KeyMap[_columns.Length];
        for (var i = 0; i < maps.Length; i++)
        {
            maps[i] = KeyMap.Create(DataViewTypes.ItemTypeOf(input.Schema[_columns[i].inputColumnName].Type), _maximum);
            if (_keyData != null)
            {
                var keys = _keyData.Schema.Single(c => !c.IsHidden);
                if (DataViewTypes.ItemTypeOf(keys.Type).RawType != maps[i].ItemType.RawType)
                {
                    throw new InvalidOperationException($"The key data's column '{keys.Name}' is a {keys.Type}; column '{_columns[i].inputColumnName}' is of {maps[i].ItemType}.");
                }

                Learn(_keyData, [(keys, maps[i])]);
            }
        }

        if (_keyData == null)
        {
            Learn(input, [.. _columns.Zip(maps, (c, map) => (input.Schema[c.inputColumnName], map))]);
        }

        foreach (var map in maps)
        {
            map.Finish(_ordinality == KeyOrdinality.ByValue);
        }

        return new(_host, _columns, maps, _textAnnotations);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With(_columns.Select(pair =>
        {
            var input = inputSchema.Find(pair.inputColumnName);
            if (input.IsKey || !KeyMap.CanMap(input.ItemType))
            {
                throw ShapeEditor.Mismatch(input.Name, "text, numbers, Booleans or dates", input.GetTypeString());
            }

            var values = new SchemaShape.Column(
                AnnotationUtils.Kinds.KeyValues, SchemaShape.Column.VectorKind.Vector,
                _textAnnotations ? TextDataViewType.Instance : input.ItemType, false);
            var annotations = input.Annotations.Only(AnnotationUtils.Kinds.SlotNames).With(values);
            return new SchemaShape.Column(pair.outputColumnName, input.Kind, NumberDataViewType.UInt32, true, annotations);
        }));
    }

    private static void Learn(IDataView data, (DataViewSchema.Column Column, KeyMap Map)[] columns)
    {
        using var cursor = data.GetRowCursor(columns.Select(c => c.Column));
        var learners = columns.Select(c => c.Map.Learner(cursor, c.Column)).ToArray();
        while (cursor.MoveNext())
        {
            foreach (var learn in learners)
            {
                learn();
            }
        }
    }
}

using System.Globalization;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Changes case and leaves out diacritics, punctuation or digits.</summary>
public sealed class TextNormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "StandinTextNormalizer";

    private readonly TextNormalizingEstimator.CaseMode _caseMode;
    private readonly bool _keepDiacritics;
    private readonly bool _keepPunctuations;
    private readonly bool _keepNumbers;

    internal TextNormalizingTransformer(
        IHostEnvironment env, (string outputColumnName, string inputColumnName) pair,
        TextNormalizingEstimator.CaseMode caseMode, bool keepDiacritics, bool keepPunctuations, bool keepNumbers)
        : base(env.Register(nameof(TextNormalizingTransformer)), pair)
    {
        _caseMode = caseMode;
        _keepDiacritics = keepDiacritics;
        _keepPunctuations = keepPunctuations;
        _keepNumbers = keepNumbers;
    }

    private TextNormalizingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _caseMode = (TextNormalizingEstimator.CaseMode)ctx.Reader.ReadByte();
        _keepDiacritics = ctx.Reader.ReadBoolean();
        _keepPunctuations = ctx.Reader.ReadBoolean();
        _keepNumbers = ctx.Reader.ReadBoolean();
        if (!Enum.IsDefined(_caseMode))
        {
            throw new FormatException($"The model is damaged: case mode {_caseMode}.");
        }
    }

    internal static TextNormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env.Register(LoaderSignature), ctx);
    }

    private static VersionInfo Version => new("XF TXTNM", 0x00010001, 0x00010001, 0x00010001, typeof(TextNormalizingTransformer).Assembly.FullName, LoaderSignature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.Writer.Write((byte)_caseMode);
        ctx.Writer.Write(_keepDiacritics);
        ctx.Writer.Write(_keepPunctuations);
        ctx.Writer.Write(_keepNumbers);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        if (DataViewTypes.ItemTypeOf(inputSchema[srcCol].Type) is not TextDataViewType)
        {
            throw ShapeEditor.Mismatch(inputSchema[srcCol], "String or Vector of String");
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in _keepDiacritics ? text : text.Normalize(NormalizationForm.FormD))
        {
            var dropped = (!_keepDiacritics && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                || (!_keepPunctuations && char.IsPunctuation(c))
                || (!_keepNumbers && char.IsNumber(c));
            if (!dropped)
            {
                result.Append(_caseMode switch
                {
                    TextNormalizingEstimator.CaseMode.Lower => char.ToLowerInvariant(c),
                    TextNormalizingEstimator.CaseMode.Upper => char.ToUpperInvariant(c),
                    _ => c,
                });
            }
        }

        return _keepDiacritics ? result.ToString() : result.ToString().Normalize(NormalizationForm.FormC);
    }

    private sealed class Mapper(TextNormalizingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
            new DataViewSchema.DetachedColumn(
                pair.outputColumnName,
                InputSchema[ColMapNewToOld[i]].Type is VectorDataViewType ? new VectorDataViewType(TextDataViewType.Instance) : TextDataViewType.Instance))];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = InputSchema[ColMapNewToOld[iinfo]];
            var read = TextReaders.Create(input, column);
            if (column.Type is not VectorDataViewType)
            {
                return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
                    value = parent.Normalize(read().GetValues()[0].ToString()).AsMemory());
            }

            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var texts = read().DenseValues().Select(text => parent.Normalize(text.ToString())).Where(text => text.Length > 0).ToArray();
                var editor = VBufferEditor.Create(ref value, texts.Length);
                for (var i = 0; i < texts.Length; i++)
                {
                    editor.Values[i] = texts[i].AsMemory();
                }

                value = editor.Commit();
            });
        }
    }
}

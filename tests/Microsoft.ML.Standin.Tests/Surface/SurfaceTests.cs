using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.StandinTests.Surface;

public class SurfaceTests
{
    // Types of which the stand-in has its own inside, behind the same outside.
    private static readonly string[] OwnInside =
    [
        "Microsoft.ML.Repository", "Microsoft.ML.RepositoryReader", "Microsoft.ML.RepositoryWriter", "Microsoft.ML.Data.TransformerChain",
        "Microsoft.ML.Data.RowToRowMapperTransform",
        "Microsoft.ML.ModelOperationsCatalog", "Microsoft.ML.TrainCatalogBase", "Microsoft.ML.TransformsCatalog",
    ];

    private static readonly Assembly Standin = typeof(MLContext).Assembly;

    [Fact]
    public void Every_public_type_and_member_is_one_of_Microsoft_ML()
    {
        var listing = ApiListing.FromResource("public.txt");
        var formatter = new ApiFormatter(internals: false);
        var types = formatter.Types(Standin).ToArray();

        Assert.True(types.Length > 100 && listing.Count > 200, $"{types.Length} types compared with {listing.Count}");
        AssertSame(types, formatter, listing);
    }

    [Fact]
    public void Every_internal_member_that_components_use_is_one_of_Microsoft_ML()
    {
        var listing = ApiListing.FromResource("internals.txt");
        var formatter = new ApiFormatter(internals: true);
        var types = formatter.Types(Standin)
            .Where(t => listing.Find(ApiNames.Full(t)) != null && !OwnInside.Contains(ApiNames.Full(t)))
            .ToArray();

        Assert.Equal(listing.Count - OwnInside.Length, types.Length);
        AssertSame(types, formatter, listing);
    }

    [Theory]
    [InlineData(typeof(ModelSaveContext), "internal readonly BinaryWriter Writer;")]
    [InlineData(typeof(SchemaShape), "internal bool TryFindColumn(string name, out SchemaShape.Column column);")]
    [InlineData(typeof(RowToRowTransformerBase), "private protected abstract IRowMapper MakeRowMapper(DataViewSchema schema);")]
    [InlineData(typeof(OneToOneTransformerBase), "private protected void SaveColumns(ModelSaveContext ctx);")]
    [InlineData(typeof(DataViewSchema.Annotations), "internal Delegate GetGetterInternal(int index);")]
    public void The_members_that_components_override_or_call_are_there(Type type, string member) =>
        Assert.Contains(member, new ApiFormatter(internals: true).Members(type));

    [Fact]
    public void The_assembly_says_what_it_is()
    {
        var description = Standin.GetCustomAttribute<AssemblyDescriptionAttribute>()?.Description;
        Assert.Contains("independent implementation", description, StringComparison.Ordinal);
        Assert.Contains("not Microsoft's ML.NET", description, StringComparison.Ordinal);
    }

    private static void AssertSame(Type[] types, ApiFormatter formatter, ApiListing listing)
    {
        var differences = ApiComparison.Differences(types, formatter, listing).ToArray();
        Assert.True(differences.Length == 0, string.Join(Environment.NewLine, differences));
    }
}

namespace MLSeq.Interactive;

/// <summary>Names what formats a type. .NET Interactive knows this attribute by its name and properties alone, so that there is nothing to depend on.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType => formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}

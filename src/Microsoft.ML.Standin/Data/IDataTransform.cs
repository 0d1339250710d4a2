namespace Microsoft.ML.Data;

/// <summary>A data view made from another one.</summary>
internal interface IDataTransform : IDataView, ICanSaveModel
{
    IDataView Source { get; }
}

namespace Microsoft.ML.Data;

/// <summary>Computes new columns of a row from those that it has.</summary>
internal interface IRowMapper : ICanSaveModel
{
    /// <summary>Which input columns the active output columns need.</summary>
    Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    /// <summary>A getter for each output column, null for those not active.</summary>
    Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer);

    DataViewSchema.DetachedColumn[] GetOutputColumns();

    ITransformer GetTransformer();
}

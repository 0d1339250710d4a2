namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    /// <summary>The result of one fold.</summary>
    public sealed class CrossValidationResult<T>
        where T : class
    {
        /// <summary>The metrics on the fold's test data.</summary>
        public readonly T Metrics;

        /// <summary>The model learnt from the rest of the data.</summary>
        public readonly ITransformer Model;

        /// <summary>The fold's test data, scored.</summary>
        public readonly IDataView ScoredHoldOutSet;

        /// <summary>The number of the fold, from 0 on.</summary>
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scored, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scored;
            Fold = fold;
        }
    }
}

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Data in two parts that have no row in common.</summary>
    public struct TrainTestData
    {
        /// <summary>The data to train on.</summary>
        public readonly IDataView TrainSet;

        /// <summary>The data to test on.</summary>
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}

namespace MLSeq;

/// <summary>The columns that predictors add, named as ML.NET's are.</summary>
internal static class ColumnNames
{
    public const string PredictedLabel = "PredictedLabel";
    public const string Score = "Score";
    public const string Probability = "Probability";
}

namespace Microsoft.ML.Data;

internal static partial class AnnotationUtils
{
    /// <summary>The names of annotations.</summary>
    public static class Kinds
    {
        /// <summary>The name of each item of a vector.</summary>
        public const string SlotNames = "SlotNames";

        /// <summary>What each key stands for.</summary>
        public const string KeyValues = "KeyValues";

        /// <summary>A number for all the columns of one scorer.</summary>
        public const string ScoreColumnSetId = "ScoreColumnSetId";

        /// <summary>The task of a scorer, as in <see cref="Const.ScoreColumnKind"/>.</summary>
        public const string ScoreColumnKind = "ScoreColumnKind";

        /// <summary>What a scorer's column holds, as in <see cref="Const.ScoreValueKind"/>.</summary>
        public const string ScoreValueKind = "ScoreValueKind";

        /// <summary>Whether numbers are normalized.</summary>
        public const string IsNormalized = "IsNormalized";

        /// <summary>Whether users care to see a column.</summary>
        public const string IsUserVisible = "IsUserVisible";

        /// <summary>The classes that a scorer was trained on.</summary>
        public const string TrainingLabelValues = "TrainingLabelValues";

        /// <summary>The ranges of a vector that code one category each.</summary>
        public const string CategoricalSlotRanges = "CategoricalSlotRanges";
    }
}

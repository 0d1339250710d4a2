namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A range of fields.</summary>
    public sealed class Range
    {
        /// <summary>The first field, from 0 on.</summary>
        public int Min;

        /// <summary>The last field, or null for the last of the line.</summary>
        public int? Max;

        /// <summary>Whether one field makes a vector too.</summary>
        public bool ForceVector;

        /// <summary>Whether the vectors are as long as each line is.</summary>
        public bool VariableEnd;

        /// <summary>A range that is set later.</summary>
        public Range()
        {
        }

        /// <summary>One field.</summary>
        public Range(int index)
            : this(index, index)
        {
        }

        /// <summary>A range of fields, both ends included; to the end of the first line of the sample where the last is null.</summary>
        public Range(int min, int? max)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(min);
            if (max < min)
            {
                throw new ArgumentOutOfRangeException(nameof(max), max, $"The range begins at {min}.");
            }

            Min = min;
            Max = max;
        }
    }
}

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>How a text file is read.</summary>
    public class Options
    {
        /// <summary>Whether a field that begins with a quote goes to the next single quote, separators included; two quotes in it are one.</summary>
        public bool AllowQuoting;

        /// <summary>Not supported here.</summary>
        public bool AllowSparse;

        /// <summary>Whether quoted fields can go over several lines.</summary>
        public bool ReadMultilines;

        /// <summary>Whether an empty field of floating-point numbers is NaN instead of 0.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>Whether white space at the end of lines is left out.</summary>
        public bool TrimWhitespace;

        /// <summary>Whether the first line of each file is left out.</summary>
        public bool HasHeader;

        /// <summary>The largest number of rows.</summary>
        public long? MaxRows;

        /// <summary>The separators of fields.</summary>
        public char[] Separators = ['\t'];

        /// <summary>The columns.</summary>
        public Column[] Columns;
    }
}

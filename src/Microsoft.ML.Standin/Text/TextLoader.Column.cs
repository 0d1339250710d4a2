namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A column of a text file.</summary>
    public sealed class Column
    {
        /// <summary>The name.</summary>
        public string Name;

        /// <summary>The fields that it is read from.</summary>
        public Range[] Source;

        /// <summary>For keys, how many there are: the file has their indices from 0 on.</summary>
        public KeyCount KeyCount;

        /// <summary>A column whose fields are set later.</summary>
        public Column()
        {
        }

        /// <summary>A column of one field, from 0 on.</summary>
        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, [new(index)])
        {
        }

        /// <summary>A vector column of a range of fields, both ends included.</summary>
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new(minIndex, maxIndex)])
        {
        }

        /// <summary>A column of ranges of fields.</summary>
        public Column(string name, DataKind dataKind, Range[] source, KeyCount keyCount = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(source);
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        /// <summary>The type of the values.</summary>
        public DataKind DataKind { get; set; } = DataKind.Single;
    }
}

namespace MLSeq.Numerics.Matrices;

/// <summary>The numbers of rows that a tile can have.</summary>
internal static class TileRows
{
    internal readonly struct One : ITileRows
    {
        public static int Value => 1;
    }

    internal readonly struct Two : ITileRows
    {
        public static int Value => 2;
    }

    internal readonly struct Three : ITileRows
    {
        public static int Value => 3;
    }

    internal readonly struct Four : ITileRows
    {
        public static int Value => 4;
    }

    internal readonly struct Five : ITileRows
    {
        public static int Value => 5;
    }

    internal readonly struct Six : ITileRows
    {
        public static int Value => 6;
    }

    internal readonly struct Seven : ITileRows
    {
        public static int Value => 7;
    }

    internal readonly struct Eight : ITileRows
    {
        public static int Value => 8;
    }

    internal readonly struct Nine : ITileRows
    {
        public static int Value => 9;
    }

    internal readonly struct Ten : ITileRows
    {
        public static int Value => 10;
    }

    internal readonly struct Eleven : ITileRows
    {
        public static int Value => 11;
    }

    internal readonly struct Twelve : ITileRows
    {
        public static int Value => 12;
    }
}

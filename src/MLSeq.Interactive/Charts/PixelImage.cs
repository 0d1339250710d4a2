using System.Buffers.Binary;

namespace MLSeq.Interactive.Charts;

/// <summary>Shades as an image inside a page: a bitmap (BMP) of 256 colours, from dark blue over teal to yellow, of which each is lighter than the one before.</summary>
internal static class PixelImage
{
    private const int HeaderSize = 54;

    // Colours at equal distances between 0 and 255; those between are mixed.
    private static readonly (byte R, byte G, byte B)[] Colours = [(26, 22, 60), (49, 60, 120), (38, 110, 140), (38, 155, 130), (120, 195, 90), (245, 228, 65)];

    /// <summary>The image's address.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows, the lowest one first.</param>
    /// <param name="shades">The pixels [height, width].</param>
    public static string Address(int width, int height, ReadOnlySpan<byte> shades)
    {
        var (stride, offset) = ((width + 3) / 4 * 4, HeaderSize + (256 * 4));
        var file = new byte[offset + (stride * height)];
        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        (file[0], file[1]) = ((byte)'B', (byte)'M');
        Put(2, file.Length);
        Put(10, offset);
        Put(14, 40);
        Put(18, width);
        Put(22, height);
        Put(26, 1 | (8 << 16)); // one plane of 8 bits
        Put(34, stride * height);
        Put(46, 256);
        for (var shade = 0; shade < 256; shade++)
        {
            var (r, g, b) = Mix(shade / 255d * (Colours.Length - 1));
            (file[HeaderSize + (4 * shade)], file[HeaderSize + (4 * shade) + 1], file[HeaderSize + (4 * shade) + 2]) = (b, g, r);
        }

        for (var row = 0; row < height; row++)
        {
            shades.Slice(row * width, width).CopyTo(file.AsSpan(offset + (row * stride)));
        }

        return "data:image/bmp;base64," + Convert.ToBase64String(file);
    }

    private static (byte R, byte G, byte B) Mix(double place)
    {
        var (from, to) = (Colours[(int)place], Colours[Math.Min((int)place + 1, Colours.Length - 1)]);
        var share = place - (int)place;
        byte Between(byte a, byte b) => (byte)Math.Round(a + (share * (b - a)));
        return (Between(from.R, to.R), Between(from.G, to.G), Between(from.B, to.B));
    }
}

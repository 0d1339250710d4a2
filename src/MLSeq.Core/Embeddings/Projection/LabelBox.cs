namespace MLSeq.Embeddings.Projection;

/// <summary>The rectangle that a label takes, in pixels.</summary>
/// <param name="Point">Whose label it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Left">Its left edge.</param>
/// <param name="Top">Its upper edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Side">-1 where it stands left of its point, 1 right, 0 above or below.</param>
internal sealed record LabelBox(int Point, string Text, double Left, double Top, double Width, double Height, int Side)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public bool Overlaps(LabelBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public bool Contains(double x, double y) => x >= Left && x <= Right && y >= Top && y <= Bottom;
}

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// Finds room for labels beside their points, the first points first: of the eight places around a point, the free one
/// that covers the fewest other points. A grid tells what is near.
/// </summary>
internal sealed class LabelPlacement
{
    private const double CellSize = 32;
    private const double Gap = 2;

    private readonly double _width;
    private readonly double _height;
    private readonly (double X, double Y)[] _points;
    private readonly double _radius;
    private readonly int _columns;
    private readonly List<int>[] _pointsIn;
    private readonly List<LabelBox>[] _boxesIn;
    private readonly List<LabelBox> _placed = [];

    /// <param name="width">The room's width; labels stay inside.</param>
    /// <param name="height">Its height.</param>
    /// <param name="points">Where the points are.</param>
    /// <param name="radius">How far a point's mark reaches.</param>
    public LabelPlacement(double width, double height, (double X, double Y)[] points, double radius)
    {
        (_width, _height, _points, _radius) = (width, height, points, radius);
        _columns = Cell(width) + 1;
        var cells = _columns * (Cell(height) + 1);
        _pointsIn = [.. Enumerable.Range(0, cells).Select(_ => new List<int>())];
        _boxesIn = [.. Enumerable.Range(0, cells).Select(_ => new List<LabelBox>())];
        for (var i = 0; i < points.Length; i++)
        {
            _pointsIn[(Cell(points[i].Y) * _columns) + Cell(points[i].X)].Add(i);
        }
    }

    /// <summary>The labels that have found room.</summary>
    public IReadOnlyList<LabelBox> Placed => _placed;

    public void Place(int point, string text, double textWidth, double textHeight)
    {
        LabelBox? best = null;
        var fewest = int.MaxValue;
        foreach (var (right, down) in new[] { (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1) })
        {
            var box = Beside(point, text, textWidth, textHeight, right, down);
            if (!IsFree(box))
            {
                continue;
            }

            var covered = Covered(box);
            if (covered < fewest)
            {
                (best, fewest) = (box, covered);
            }
        }

        if (best is not null)
        {
            _placed.Add(best);
            foreach (var cell in Cells(best))
            {
                _boxesIn[cell].Add(best);
            }
        }
    }

    private LabelBox Beside(int point, string text, double width, double height, int right, int down)
    {
        // Along a diagonal the label's corner comes nearer.
        var distance = _radius + Gap - (right != 0 && down != 0 ? _radius : 0);
        var x = _points[point].X + (right * (distance + (width / 2)));
        var y = _points[point].Y + (down * (distance + (height / 2)));
        return new(point, text, x - (width / 2), y - (height / 2), width, height, right);
    }

    private bool IsFree(LabelBox box)
    {
        if (box.Left < 0 || box.Top < 0 || box.Right > _width || box.Bottom > _height)
        {
            return false;
        }

        foreach (var cell in Cells(box))
        {
            foreach (var other in _boxesIn[cell])
            {
                if (box.Overlaps(other))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int Covered(LabelBox box)
    {
        var covered = 0;
        foreach (var cell in Cells(box))
        {
            foreach (var i in _pointsIn[cell])
            {
                covered += i != box.Point && box.Contains(_points[i].X, _points[i].Y) ? 1 : 0;
            }
        }

        return covered;
    }

    private IEnumerable<int> Cells(LabelBox box)
    {
        for (var row = Cell(box.Top); row <= Cell(box.Bottom); row++)
        {
            for (var column = Cell(box.Left); column <= Cell(box.Right); column++)
            {
                yield return (row * _columns) + column;
            }
        }
    }

    private static int Cell(double position) => (int)(position / CellSize);
}

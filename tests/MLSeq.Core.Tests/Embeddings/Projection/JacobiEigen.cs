namespace MLSeq.Tests.Embeddings.Projection;

/// <summary>All eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations: slow, simple, exact.</summary>
internal static class JacobiEigen
{
    /// <summary>Falling eigenvalues, and the eigenvector of each.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var v = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            v[i, i] = 1;
        }

        for (var sweep = 0; sweep < 50; sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    if (Math.Abs(a[p, q]) < 1e-300)
                    {
                        continue;
                    }

                    var angle = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
                    var (s, c) = Math.SinCos(angle);
                    for (var k = 0; k < n; k++)
                    {
                        (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
                    }

                    for (var k = 0; k < n; k++)
                    {
                        (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
                        (v[k, p], v[k, q]) = ((c * v[k, p]) - (s * v[k, q]), (s * v[k, p]) + (c * v[k, q]));
                    }
                }
            }
        }

        var order = Enumerable.Range(0, n).OrderByDescending(i => a[i, i]).ToArray();
        return ([.. order.Select(i => a[i, i])], [.. order.Select(i => Enumerable.Range(0, n).Select(k => v[k, i]).ToArray())]);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// Logistic regression of a window's input rows against <see cref="TileRows"/> output rows at once (batched as in Ji et
/// al., 2016, "Parallelizing Word2Vec in Shared and Distributed Memory"): each row is loaded once for all of the others.
/// </summary>
/// <remarks>
/// With inputs xᵢ, outputs vⱼ and labels yⱼ in 0..1, the loss is -Σᵢⱼ log σ(±vⱼ·xᵢ). gᵢⱼ = rateⱼ (yⱼ - σ(vⱼ·xᵢ)) comes from
/// the values before the step; then xᵢ += Σⱼ gᵢⱼ vⱼ and vⱼ += Σᵢ gᵢⱼ xᵢ. Rows may be there several times.
/// </remarks>
internal static unsafe class WindowKernel
{
    /// <summary>The outputs of a tile: two inputs times six outputs leave 256-bit registers for the operands.</summary>
    public const int TileRows = 6;

    /// <summary>The floats that a tile takes for each input among the gradients; those past <see cref="TileRows"/> are idle.</summary>
    public const int GradientStride = 8;

    /// <summary>The floats of a tile's labels and of its rates: <see cref="GradientStride"/>, twice over for the widest vector.</summary>
    public const int LabelStride = 16;

    /// <summary>vⱼ·xᵢ into [inputs, <see cref="GradientStride"/>].</summary>
    public static void Dot(float** inputs, int inputCount, float** outputs, int columns, float* products)
    {
        float* p = outputs[0], q = outputs[1], r = outputs[2], s = outputs[3], t = outputs[4], u = outputs[5];
        var i = 0;
        for (; i < inputCount - 1; i += 2)
        {
            float* x = inputs[i], y = inputs[i + 1];
            Vector<float> xp = default, xq = default, xr = default, xs = default, xt = default, xu = default;
            Vector<float> yp = default, yq = default, yr = default, ys = default, yt = default, yu = default;
            for (var k = 0; k < columns; k += Vector<float>.Count)
            {
                var a = Vector.Load(x + k);
                var b = Vector.Load(y + k);
                var v = Vector.Load(p + k);
                xp = Vector.MultiplyAddEstimate(a, v, xp);
                yp = Vector.MultiplyAddEstimate(b, v, yp);
                v = Vector.Load(q + k);
                xq = Vector.MultiplyAddEstimate(a, v, xq);
                yq = Vector.MultiplyAddEstimate(b, v, yq);
                v = Vector.Load(r + k);
                xr = Vector.MultiplyAddEstimate(a, v, xr);
                yr = Vector.MultiplyAddEstimate(b, v, yr);
                v = Vector.Load(s + k);
                xs = Vector.MultiplyAddEstimate(a, v, xs);
                ys = Vector.MultiplyAddEstimate(b, v, ys);
                v = Vector.Load(t + k);
                xt = Vector.MultiplyAddEstimate(a, v, xt);
                yt = Vector.MultiplyAddEstimate(b, v, yt);
                v = Vector.Load(u + k);
                xu = Vector.MultiplyAddEstimate(a, v, xu);
                yu = Vector.MultiplyAddEstimate(b, v, yu);
            }

            StoreSums(xp, xq, xr, xs, xt, xu, products + (i * GradientStride));
            StoreSums(yp, yq, yr, ys, yt, yu, products + ((i + 1) * GradientStride));
        }

        if (i < inputCount)
        {
            var x = inputs[i];
            Vector<float> xp = default, xq = default, xr = default, xs = default, xt = default, xu = default;
            for (var k = 0; k < columns; k += Vector<float>.Count)
            {
                var a = Vector.Load(x + k);
                xp = Vector.MultiplyAddEstimate(a, Vector.Load(p + k), xp);
                xq = Vector.MultiplyAddEstimate(a, Vector.Load(q + k), xq);
                xr = Vector.MultiplyAddEstimate(a, Vector.Load(r + k), xr);
                xs = Vector.MultiplyAddEstimate(a, Vector.Load(s + k), xs);
                xt = Vector.MultiplyAddEstimate(a, Vector.Load(t + k), xt);
                xu = Vector.MultiplyAddEstimate(a, Vector.Load(u + k), xu);
            }

            StoreSums(xp, xq, xr, xs, xt, xu, products + (i * GradientStride));
        }
    }

    /// <summary>Products to gradients in place: f becomes rate (label - σ(f)).</summary>
    /// <param name="labels">Those of the tile, [<see cref="LabelStride"/>].</param>
    /// <param name="rates">The learning rates of the tile, [<see cref="LabelStride"/>]; 0 where there is no output.</param>
    /// <param name="products">[inputs, <see cref="GradientStride"/>], and room for the rest of a vector.</param>
    /// <param name="inputCount">The number of inputs.</param>
    public static void ToGradients(float* labels, float* rates, float* products, int inputCount)
    {
        for (var k = 0; k < inputCount * GradientStride; k += Vector<float>.Count)
        {
            var error = Vector.Load(labels + (k % LabelStride)) - VectorMath.Sigmoid(Vector.Load(products + k));
            (error * Vector.Load(rates + (k % LabelStride))).Store(products + k);
        }
    }

    /// <summary>xᵢ += Σⱼ gᵢⱼ vⱼ, then vⱼ += Σᵢ gᵢⱼ xᵢ with the xᵢ of before.</summary>
    public static void Update(float** inputs, int inputCount, float** outputs, int columns, float* gradients)
    {
        float* p = outputs[0], q = outputs[1], r = outputs[2], s = outputs[3], t = outputs[4], u = outputs[5];
        for (var k = 0; k < columns; k += Vector<float>.Count)
        {
            Vector<float> vp = Vector.Load(p + k), vq = Vector.Load(q + k), vr = Vector.Load(r + k);
            Vector<float> vs = Vector.Load(s + k), vt = Vector.Load(t + k), vu = Vector.Load(u + k);
            Vector<float> dp = default, dq = default, dr = default, ds = default, dt = default, du = default;
            var g = gradients;
            for (var i = 0; i < inputCount; i++, g += GradientStride)
            {
                var row = inputs[i] + k;
                var x = Vector.Load(row);
                var gp = Vector.Create(g[0]);
                dp = Vector.MultiplyAddEstimate(gp, x, dp);
                var d = Vector.MultiplyAddEstimate(gp, vp, x);
                var gq = Vector.Create(g[1]);
                dq = Vector.MultiplyAddEstimate(gq, x, dq);
                d = Vector.MultiplyAddEstimate(gq, vq, d);
                var gr = Vector.Create(g[2]);
                dr = Vector.MultiplyAddEstimate(gr, x, dr);
                d = Vector.MultiplyAddEstimate(gr, vr, d);
                var gs = Vector.Create(g[3]);
                ds = Vector.MultiplyAddEstimate(gs, x, ds);
                d = Vector.MultiplyAddEstimate(gs, vs, d);
                var gt = Vector.Create(g[4]);
                dt = Vector.MultiplyAddEstimate(gt, x, dt);
                d = Vector.MultiplyAddEstimate(gt, vt, d);
                var gu = Vector.Create(g[5]);
                du = Vector.MultiplyAddEstimate(gu, x, du);
                d = Vector.MultiplyAddEstimate(gu, vu, d);
                d.Store(row);
            }

            // Read again, since a row that is there twice gets both changes.
            (Vector.Load(p + k) + dp).Store(p + k);
            (Vector.Load(q + k) + dq).Store(q + k);
            (Vector.Load(r + k) + dr).Store(r + k);
            (Vector.Load(s + k) + ds).Store(s + k);
            (Vector.Load(t + k) + dt).Store(t + k);
            (Vector.Load(u + k) + du).Store(u + k);
        }
    }

    /// <summary>For one input x that stays: d += Σⱼ gⱼ vⱼ, then vⱼ += gⱼ x.</summary>
    public static void Update(float* input, float* change, float** outputs, int columns, float* gradients)
    {
        float* p = outputs[0], q = outputs[1], r = outputs[2], s = outputs[3], t = outputs[4], u = outputs[5];
        Vector<float> gp = Vector.Create(gradients[0]), gq = Vector.Create(gradients[1]), gr = Vector.Create(gradients[2]);
        Vector<float> gs = Vector.Create(gradients[3]), gt = Vector.Create(gradients[4]), gu = Vector.Create(gradients[5]);
        for (var k = 0; k < columns; k += Vector<float>.Count)
        {
            var d = Vector.MultiplyAddEstimate(gp, Vector.Load(p + k), Vector.Load(change + k));
            var e = gq * Vector.Load(q + k);
            d = Vector.MultiplyAddEstimate(gr, Vector.Load(r + k), d);
            e = Vector.MultiplyAddEstimate(gs, Vector.Load(s + k), e);
            d = Vector.MultiplyAddEstimate(gt, Vector.Load(t + k), d);
            e = Vector.MultiplyAddEstimate(gu, Vector.Load(u + k), e);
            (d + e).Store(change + k);

            var x = Vector.Load(input + k);
            Vector.MultiplyAddEstimate(gp, x, Vector.Load(p + k)).Store(p + k);
            Vector.MultiplyAddEstimate(gq, x, Vector.Load(q + k)).Store(q + k);
            Vector.MultiplyAddEstimate(gr, x, Vector.Load(r + k)).Store(r + k);
            Vector.MultiplyAddEstimate(gs, x, Vector.Load(s + k)).Store(s + k);
            Vector.MultiplyAddEstimate(gt, x, Vector.Load(t + k)).Store(t + k);
            Vector.MultiplyAddEstimate(gu, x, Vector.Load(u + k)).Store(u + k);
        }
    }

    /// <summary>Asks for a row that will be needed soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* row, int columns)
    {
        if (Sse.IsSupported)
        {
            for (var k = 0; k < columns; k += Word2VecMatrices.RowMultiple)
            {
                Sse.Prefetch0(row + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums(
        Vector<float> p, Vector<float> q, Vector<float> r, Vector<float> s, Vector<float> t, Vector<float> u, float* sums)
    {
        if (Avx.IsSupported && Vector<float>.Count == Vector256<float>.Count)
        {
            var pqrs = Avx.HorizontalAdd(
                Avx.HorizontalAdd(p.AsVector256(), q.AsVector256()), Avx.HorizontalAdd(r.AsVector256(), s.AsVector256()));
            var tu = Avx.HorizontalAdd(t.AsVector256(), u.AsVector256());
            var tutu = Avx.HorizontalAdd(tu, tu);
            (pqrs.GetLower() + pqrs.GetUpper()).Store(sums);
            (tutu.GetLower() + tutu.GetUpper()).Store(sums + 4);
        }
        else
        {
            (sums[0], sums[1], sums[2], sums[3]) = (Vector.Sum(p), Vector.Sum(q), Vector.Sum(r), Vector.Sum(s));
            (sums[4], sums[5], sums[6], sums[7]) = (Vector.Sum(t), Vector.Sum(u), 0, 0);
        }
    }
}

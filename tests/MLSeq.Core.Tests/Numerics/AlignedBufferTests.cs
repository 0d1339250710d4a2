using System.Runtime.CompilerServices;
using MLSeq.Numerics;

namespace MLSeq.Tests.Numerics;

public class AlignedBufferTests
{
    [Fact]
    public unsafe void Memory_starts_at_a_cache_line_is_zero_and_never_moves()
    {
        for (var length = 1; length < 200; length += 7)
        {
            var buffer = new AlignedBuffer(length);
            var address = (nint)Unsafe.AsPointer(ref buffer.Span[0]);
            Assert.Equal(0, address % 64);
            Assert.Equal(new float[length], buffer.Span.ToArray());

            GC.Collect(0);
            Assert.Equal(address, (nint)Unsafe.AsPointer(ref buffer.Span[0]));
        }
    }

    [Fact]
    public void Resizing_takes_memory_only_to_grow()
    {
        var buffer = new AlignedBuffer(10);
        buffer.Span[3] = 5;

        Assert.Equal(4, buffer.Resize(4).Length);
        Assert.Equal(5, buffer.Resize(10)[3]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        buffer.Resize(7);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(new float[1000], buffer.Resize(1000).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(-1));
    }

    [Fact]
    public void An_empty_buffer_is_fine() => Assert.True(new AlignedBuffer().Span.IsEmpty);
}

using System.Buffers;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>A growing buffer from the shared pool that refuses to hold more than its limit.</summary>
internal sealed class PooledBuffer(int maximumBytes, string direction) : IBufferWriter<byte>, IDisposable
{
    private const int MinimumBytes = 256;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the limit is passed.</exception>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
        if (Length > maximumBytes)
            throw SizeLimit.Exceeded(direction, Length, maximumBytes);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Reserve(int free)
    {
        if (_bytes.Length - Length >= free)
            return;
        var doubled = (int)Math.Min(2L * _bytes.Length, Array.MaxLength);
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(MinimumBytes, Math.Max(checked(Length + free), doubled)));
        _bytes.AsSpan(0, Length).CopyTo(grown);
        var length = Length;
        Dispose();
        _bytes = grown;
        Length = length;
    }
}

namespace Grpc.Net.Client.Internal.Retries;

/// <summary>The bytes that all calls of a channel may keep for further attempts.</summary>
/// <param name="maximumBytes">Null for no limit.</param>
/// <param name="maximumBytesPerCall">Null for no limit.</param>
internal sealed class RetryBudget(long? maximumBytes, long? maximumBytesPerCall)
{
    private readonly long _maximum = maximumBytes ?? long.MaxValue;
    private long _taken;

    /// <summary>Of one call.</summary>
    public long MaximumBytesPerCall { get; } = maximumBytesPerCall ?? long.MaxValue;

    /// <summary>Kept now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes bytes; they are given back even when this said no.</summary>
    public bool Take(int bytes) => Interlocked.Add(ref _taken, bytes) <= _maximum;

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}

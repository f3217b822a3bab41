using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>
/// What a store held of some vehicles at one moment: every batch whose <see cref="DurableBatch.Position"/> is not after
/// <see cref="Position"/>, and no other. It keeps what was unsealed then in memory, and while it is open no small chunks are
/// merged, so it is not to be kept for long. Its reads end before it is disposed.
/// </summary>
public interface IStoreSnapshot : IDisposable
{
    /// <summary>Of the newest batch it holds; 0 when there is none.</summary>
    long Position { get; }

    /// <summary>As <see cref="ISampleStore.ReadAsync"/>, as of then.</summary>
    /// <exception cref="ArgumentException">The series is of a vehicle that the snapshot was not taken of.</exception>
    IAsyncEnumerable<Samples> ReadAsync(Series series, TimeRange range, CancellationToken cancellation);
}

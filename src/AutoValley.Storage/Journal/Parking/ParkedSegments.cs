using System.Collections.Immutable;
using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>
/// The parked segments that readers look at. One that is sealed is deleted when all who may have found it are done. Safe for concurrent use.
/// </summary>
internal sealed class ParkedSegments(ParkingPlace place)
{
    private readonly Lock gate = new();
    private readonly ReadGate readers = new();
    private readonly Queue<(ParkedSegment Segment, long Ended)> sealedOnes = new();
    private ImmutableArray<ParkedSegment> segments = [];
    private long bytes;

    /// <summary>Those that are not sealed, oldest first.</summary>
    public ImmutableArray<ParkedSegment> Now
    {
        get
        {
            lock (gate)
                return segments;
        }
    }

    /// <summary>Of their records on disk.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>A read begins: what it finds from now on it can read until the result is disposed.</summary>
    public IDisposable Enter() => new Pass(this);

    public void Add(ParkedSegment segment)
    {
        lock (gate)
        {
            var after = segments.Count(other => other.Summary.FirstPosition < segment.Summary.FirstPosition);
            segments = segments.Insert(after, segment);
            bytes += segment.Bytes;
        }
    }

    /// <summary>It is sealed.</summary>
    public void Remove(ParkedSegment segment)
    {
        lock (gate)
        {
            segments = segments.Remove(segment);
            bytes -= segment.Bytes;
            sealedOnes.Enqueue((segment, readers.Advance()));
        }
        DeleteUnread();
    }

    private void DeleteUnread()
    {
        while (TryTakeUnread() is { } segment)
            place.Delete(segment.FileName, isParked: true);
    }

    private ParkedSegment? TryTakeUnread()
    {
        lock (gate)
            return sealedOnes.TryPeek(out var oldest) && readers.HasEnded(oldest.Ended) ? sealedOnes.Dequeue().Segment : null;
    }

    private sealed class Pass(ParkedSegments owner) : IDisposable
    {
        private readonly IDisposable pass = owner.readers.Enter();

        public void Dispose()
        {
            pass.Dispose();
            owner.DeleteUnread();
        }
    }
}

using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>
/// Durable batches that are not sealed. They go from memory, through parked segments perhaps, to the back end, and a reader looks there in that order, so
/// that it sees a batch on its way at least once. Safe for concurrent use.
/// </summary>
/// <param name="place">Where segments are parked.</param>
/// <param name="room">What they take.</param>
/// <param name="gate">The store's lock, under which the room is used.</param>
internal sealed class Backlog(ParkingPlace place, Room room, object gate)
{
    /// <summary>Closed segments, on their way to the back end.</summary>
    public WaitingSegments Waiting { get; } = new();

    /// <summary>Batches in memory.</summary>
    public UnsealedBatches Memory { get; } = new();

    /// <summary>Segments whose batches are on disk alone.</summary>
    public ParkedSegments Parked { get; } = new(place);

    /// <summary>Of all records on disk.</summary>
    public long Bytes => Memory.Bytes + Parked.Bytes;

    /// <summary>Unix nanoseconds; null when there is none.</summary>
    public long? OldestReceiveTime
    {
        get
        {
            var inMemory = Memory.OldestReceiveTime;
            return Parked.Now is [var oldest, ..] ? Math.Min(oldest.Summary.ReceiveTime, inMemory ?? long.MaxValue) : inMemory;
        }
    }

    /// <summary>A vehicle's batches now. What is parked of them can be read during a pass (<see cref="ParkedSegments.Enter"/>).</summary>
    public UnsealedView Of(Vehicle vehicle) => new(Memory.Of(vehicle), Parked.Now);

    /// <summary>Batches behind a position, oldest first. Parked ones that are damaged are left out.</summary>
    public List<JournalRecord> After(long position, int limit)
    {
        using var pass = Parked.Enter();
        var inMemory = Memory.After(position, limit);
        List<JournalRecord> found = [];
        var next = 0;
        foreach (var segment in Parked.Now.Where(segment => segment.Summary.LastPosition > position))
        {
            for (; next < inMemory.Length && inMemory[next].Position < segment.Summary.FirstPosition; next++)
                found.Add(inMemory[next]);
            if (found.Count >= limit)
                break;
            found.AddRange(segment.ReadSound(segment.PlacesAfter(position, limit - found.Count)));
            // On its way from one to the other.
            while (next < inMemory.Length && inMemory[next].Position <= segment.Summary.LastPosition)
                next++;
        }
        found.AddRange(inMemory.AsSpan(next));
        return found.Count > limit ? found[..limit] : found;
    }

    /// <summary>A segment that an earlier process left.</summary>
    /// <param name="segment">In memory or parked.</param>
    /// <param name="ledger">Learns its batch numbers.</param>
    public void Replay(ClosedSegment segment, SessionLedger ledger)
    {
        lock (gate)
        {
            if (segment.Parked is { } parked)
            {
                Parked.Add(parked);
                foreach (var (session, numbers) in parked.Sessions())
                    ledger.AddDurable(session, numbers);
            }
            else if (segment.Loaded is { } loaded)
            {
                Memory.Add(loaded.Records);
                loaded.Records.ForEach(ledger.AddDurable);
            }
            room.Occupy(segment.MemoryBytes, segment.Bytes);
        }
    }

    /// <summary>Lets a segment leave the memory; false when it is the sealer's meanwhile, or sealed.</summary>
    public bool TryPark(ClosedSegment segment, ParkedSegment parked)
    {
        lock (gate)
        {
            var memory = segment.MemoryBytes;
            if (!Waiting.TryPark(segment, parked))
                return false;
            Parked.Add(parked);
            Memory.Remove(segment.FirstPosition, segment.LastPosition);
            room.Free(memory, 0);
        }
        Log.Parked(place.Logger, segment.FileName, parked.Summary.Count);
        return true;
    }

    /// <summary>Brings the records of the first waiting segment into memory, for the sealer: readers go on with what is on disk.</summary>
    public JournalSegment Load(ClosedSegment segment)
    {
        var loaded = place.Load(segment.Parked!);
        lock (gate)
        {
            Waiting.Load(segment, loaded);
            room.Occupy(segment.MemoryBytes, 0);
        }
        return loaded;
    }

    /// <summary>A segment is sealed: its batches leave the memory, and its file is only in the way now.</summary>
    public void Drop(ClosedSegment segment)
    {
        Memory.Remove(segment.FirstPosition, segment.LastPosition);
        lock (gate)
            room.Free(segment.MemoryBytes, segment.Bytes);
        if (segment.Parked is { } parked)
            Parked.Remove(parked);
        else
            place.Delete(segment.FileName, isParked: false);
    }
}

using System.Collections.Immutable;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>What was not sealed of a vehicle at one moment.</summary>
/// <param name="Records">In memory, oldest first.</param>
/// <param name="Parked">Segments on disk, which may have more.</param>
internal sealed record UnsealedView(JournalRecord[] Records, ImmutableArray<ParkedSegment> Parked)
{
    /// <summary>The pieces of a series that share a time with the range, by their first times.</summary>
    public List<SamplePiece> Find(Series series, TimeRange range)
    {
        var pieces = UnsealedPieces.Find(Records, series, range);
        if (Parked.IsEmpty)
            return pieces;
        pieces.AddRange(ParkedPieces.Find(Parked, series, range));
        pieces.Sort((one, other) => one.First.CompareTo(other.First));
        return pieces;
    }

    /// <summary>The piece with the latest sample of each series that is asked for, by its id.</summary>
    public Dictionary<int, SamplePiece> FindLatest(IReadOnlyDictionary<int, Series> wanted)
    {
        var latest = UnsealedPieces.FindLatest(Records, wanted);
        ParkedPieces.FindLatest(Parked, wanted, latest);
        return latest;
    }
}

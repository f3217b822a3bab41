using AutoValley.Telemetry;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>Records of one session in a segment whose batch numbers follow each other without a hole.</summary>
/// <param name="Session">Key of their session.</param>
/// <param name="First">Number of the first batch.</param>
/// <param name="Times">Of their samples.</param>
/// <param name="Places">Where each record begins in the segment, in the order of their numbers.</param>
internal sealed record RecordStretch(int Session, ulong First, TimeSpread Times, ReadOnlyMemory<uint> Places)
{
    /// <summary>Their numbers.</summary>
    public SequenceRange Numbers => new(First, First + (ulong)Places.Length - 1);
}

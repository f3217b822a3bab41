using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>How far the journal is sealed, and which batches of each session that covers. Part of the catalogue's database.</summary>
public interface IWatermarkTable
{
    /// <summary>All batches at or before this position of the journal are sealed; 0 when none is.</summary>
    long SealedPosition { get; }

    /// <summary>The sealed batch numbers of each session that has any, by <see cref="Session.Id"/>.</summary>
    IReadOnlyDictionary<int, SequenceRanges> LoadWatermarks();

    /// <summary>Moves the position on and sets the ranges of the sessions given, in one transaction.</summary>
    void SaveWatermarks(long sealedPosition, IReadOnlyDictionary<int, SequenceRanges> sessions);
}

using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>How far the journal is sealed, and which batches of each session that covers. Part of the catalogue's database.</summary>
public interface IWatermarkTable
{
    /// <summary>All batches at or before this position of the journal are sealed; 0 when none is.</summary>
    long SealedPosition { get; }

    /// <summary>
    /// No record gets a position at or before this one. Above <see cref="SealedPosition"/> only in a store that was restored from a
    /// backup, whose days may be sealed further than its journal goes; 0 in any other.
    /// </summary>
    long ReservedPosition { get; }

    /// <summary>The sealed batch numbers of each session that has any, by <see cref="Session.Id"/>.</summary>
    IReadOnlyDictionary<int, SequenceRanges> LoadWatermarks();

    /// <summary>The sealed batch numbers of one session, the caller's to change; empty when it has none.</summary>
    SequenceRanges LoadWatermark(int session);

    /// <summary>UTC days, numbered from 1970-01-01, that have a file with samples: one of them that is not there is missed.</summary>
    IReadOnlySet<int> SealedDays { get; }

    /// <summary>Moves the position on, sets the ranges of the sessions given and adds the days, in one transaction.</summary>
    void SaveWatermarks(long sealedPosition, IReadOnlyDictionary<int, SequenceRanges> sessions, IEnumerable<int> days);

    /// <summary>A day is about to be deleted, or it is told otherwise that it is gone.</summary>
    void ForgetDay(int day);

    /// <summary>
    /// Writes the catalogue as it is now to a file of its own, but sealed as <paramref name="state"/> says: what is in the journal
    /// after that state is replayed by whoever opens the copy.
    /// </summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    void CopyTo(string path, SealedState state);
}

/// <summary>How far a store was sealed at one moment.</summary>
/// <param name="Position">See <see cref="IWatermarkTable.SealedPosition"/>.</param>
/// <param name="Reserved">See <see cref="IWatermarkTable.ReservedPosition"/>.</param>
/// <param name="Ranges">The sealed batch numbers of each session that has any, by <see cref="Session.Id"/>.</param>
/// <param name="Days">See <see cref="IWatermarkTable.SealedDays"/>; of them those that are still there.</param>
public sealed record SealedState(long Position, long Reserved, IReadOnlyDictionary<int, SequenceRanges> Ranges, IReadOnlySet<int> Days);

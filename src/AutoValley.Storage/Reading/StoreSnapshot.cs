using System.Runtime.CompilerServices;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>
/// The unsealed batches of a moment, and the chunks that hold no later ones. A chunk that was sealed later holds batches that were
/// unsealed then, and so are here already, or batches that came later; with one of these, a late batch between two early ones perhaps,
/// it is left out. What was sealed before and what came later is never merged into one chunk while the snapshot is open
/// (<see cref="ISealedStore.BeginSnapshot"/>).
/// </summary>
internal sealed class StoreSnapshot(
    long position, IReadOnlyDictionary<int, UnsealedView> unsealed, IReadOnlyDictionary<int, SequenceRanges> durable, ISealedStore backEnd,
    IDisposable pass)
    : IStoreSnapshot
{
    public long Position => position;

    public IAsyncEnumerable<Samples> ReadAsync(Series series, TimeRange range, CancellationToken cancellation)
    {
        if (!unsealed.TryGetValue(series.Vehicle.Id, out var view))
            throw new ArgumentException($"the snapshot was not taken of {series.Vehicle.Name}", nameof(series));
        var pieces = PieceStream.Merge(
            view.Find(series, range), SealedBeforeAsync(backEnd.FindAsync(series, range, cancellation), cancellation), cancellation);
        return SampleMerger.MergeAsync(pieces, range, series.Type, cancellation);
    }

    public void Dispose() => pass.Dispose();

    private async IAsyncEnumerable<SamplePiece> SealedBeforeAsync(
        IAsyncEnumerable<SamplePiece> pieces, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var piece in pieces.WithCancellation(cancellation))
        {
            if (durable.TryGetValue(piece.Rank.Session, out var ranges) && ranges.Contains(piece.Batches))
                yield return piece;
        }
    }
}

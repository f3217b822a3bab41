using System.Runtime.CompilerServices;

namespace AutoValley.Storage.Reading;

/// <summary>Tells the pieces that have a stretch of time alone from those that overlap.</summary>
internal static class PieceClusters
{
    /// <summary>Pieces in a row, each of which overlaps one before it; most often one alone.</summary>
    /// <param name="pieces">By their first times.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<List<SamplePiece>> Of(
        IAsyncEnumerable<SamplePiece> pieces, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<SamplePiece> cluster = [];
        var last = long.MinValue;
        await foreach (var piece in pieces.WithCancellation(cancellation))
        {
            if (cluster.Count > 0 && piece.First > last)
            {
                yield return cluster;
                cluster = [];
            }
            cluster.Add(piece);
            last = cluster.Count == 1 ? piece.Last : Math.Max(last, piece.Last);
        }
        if (cluster.Count > 0)
            yield return cluster;
    }
}

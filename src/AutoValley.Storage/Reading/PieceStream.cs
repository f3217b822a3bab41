using System.Runtime.CompilerServices;

namespace AutoValley.Storage.Reading;

/// <summary>Two orders of pieces as one, by their first times.</summary>
internal static class PieceStream
{
    public static async IAsyncEnumerable<SamplePiece> Merge(
        IReadOnlyList<SamplePiece> unsealed, IAsyncEnumerable<SamplePiece> stored, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = 0;
        await foreach (var piece in stored.WithCancellation(cancellation))
        {
            for (; next < unsealed.Count && unsealed[next].First <= piece.First; next++)
                yield return unsealed[next];
            yield return piece;
        }
        for (; next < unsealed.Count; next++)
            yield return unsealed[next];
    }
}

using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Finds the latest sample of series, sealed or not.</summary>
internal static class LatestSamples
{
    public static async ValueTask<IReadOnlyList<LatestSample>> FindAsync(
        Backlog backlog, ISealedStore backEnd, IReadOnlyList<Series> series, CancellationToken cancellation)
    {
        using var passes = new ReadPasses(backlog.Parked.Enter(), backEnd.BeginRead());
        Dictionary<int, SamplePiece> latest = [];
        foreach (var vehicle in series.GroupBy(one => one.Vehicle))
        {
            foreach (var (id, piece) in backlog.Of(vehicle.Key).FindLatest(vehicle.DistinctBy(one => one.Id).ToDictionary(one => one.Id)))
                latest.Add(id, piece);
        }
        var stored = await backEnd.FindLatestAsync(series, cancellation);
        List<LatestSample> found = [];
        foreach (var one in series)
        {
            var piece = latest.GetValueOrDefault(one.Id);
            if (stored.TryGetValue(one.Id, out var sealedPiece))
                piece = UnsealedPieces.Later(piece, sealedPiece);
            if (piece is not null && await piece.LoadAsync(cancellation) is { Count: > 0 } samples)
                found.Add(new LatestSample(one, samples.Times.Span[^1], SampleValue.At(samples.Values, samples.Count - 1)));
        }
        return found;
    }
}

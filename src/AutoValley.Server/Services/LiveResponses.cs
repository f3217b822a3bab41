using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.V1;

namespace AutoValley.Server.Services;

/// <summary>Samples as LiveService sends them, each response well below the 4 MiB that clients take.</summary>
internal static class LiveResponses
{
    /// <summary>Samples of one series, from history.</summary>
    public static SubscribeResponse Of(Series series, Samples samples)
    {
        var baseTime = samples.Times.Span[0];
        var live = new LiveSamples { Vehicle = series.Vehicle.Name.ToString(), BaseTime = baseTime };
        live.Times.Add(PlainColumns.ToTimeBase(samples.Times.Span, baseTime));
        live.Columns.Add(new LiveColumn { Signal = series.Name, Column = PlainColumns.ToColumn(samples.Values, 0) });
        return new SubscribeResponse { Samples = live };
    }

    /// <summary>What of a batch passes the filter. A column that does not decode is left out: sealing makes a dead letter of it.</summary>
    public static IEnumerable<SubscribeResponse> Of(DurableBatch batch, LiveFilter filter)
    {
        if (BatchView.TryRead(batch.Payload, BatchLimits.Unlimited, out var view, out _) != BatchError.None)
            yield break;
        var builder = new LiveResponseBuilder(batch.Session.Vehicle.Name, view!);
        for (var index = 0; index < view!.Columns.Count; index++)
        {
            var column = view.Columns[index];
            // Decoded also where it goes as it is, once for all who want it so: what cannot be decoded is not for a reader to find out.
            if (column.Count == 0 || batch.Session.Find(column.Signal) is not { } series || !filter.Wants(series.Name)
                || view.TryDecode(index) is not { } samples)
                continue;
            if (filter.Encoded)
            {
                builder.AddEncoded(series.Name, index);
            }
            else if (LiveResponseBuilder.IsLarge(samples))
            {
                foreach (var slice in samples.Cut())
                    yield return Of(series, slice);
            }
            else
            {
                builder.Add(series.Name, column.TimeBase, samples);
            }
            if (builder.IsFull)
                yield return builder.Take();
        }
        if (!builder.IsEmpty)
            yield return builder.Take();
    }
}

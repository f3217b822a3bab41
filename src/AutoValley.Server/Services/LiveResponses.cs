using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using AutoValley.V1;

namespace AutoValley.Server.Services;

/// <summary>Samples as LiveService sends them.</summary>
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

    /// <summary>
    /// The wanted signals of a batch (all when none is named), in as many responses as keep each well below 4 MiB. A column that does
    /// not decode is left out: sealing makes a dead letter of it.
    /// </summary>
    public static IEnumerable<SubscribeResponse> Of(LiveBatch batch, IReadOnlySet<string> signals)
    {
        if (batch.View is not { } view)
            yield break;
        var session = batch.Durable.Session;
        var response = new LiveResponse(session.Vehicle.Name, view.BaseTime);
        for (var index = 0; index < view.Columns.Count; index++)
        {
            var column = view.Columns[index];
            if (session.Find(column.Signal) is not { } series || (signals.Count > 0 && !signals.Contains(series.Name))
                || Decode(view, index) is not { Count: > 0 } samples)
                continue;
            if (LiveResponse.IsLarge(samples))
            {
                foreach (var slice in samples.Cut())
                    yield return Of(series, slice);
                continue;
            }
            response.Add(series.Name, column.TimeBase, samples);
            if (response.IsFull)
                yield return response.Take();
        }
        if (!response.IsEmpty)
            yield return response.Take();
    }

    private static Samples? Decode(BatchView view, int column)
    {
        try
        {
            return view.Decode(column);
        }
        catch (ColumnFormatException)
        {
            return null;
        }
    }
}

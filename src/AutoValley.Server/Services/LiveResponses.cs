using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
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

    /// <summary>The wanted signals of a batch (all when none is named), or null when it has none of them.</summary>
    public static SubscribeResponse? Of(LiveBatch batch, IReadOnlySet<string> signals)
    {
        if (batch.View is not { } view)
            return null;
        var session = batch.Durable.Session;
        var live = new LiveSamples { Vehicle = session.Vehicle.Name.ToString(), BaseTime = view.BaseTime };
        var timeBases = new Dictionary<int, int>();
        for (var index = 0; index < view.Columns.Count; index++)
        {
            var column = view.Columns[index];
            if (session.Find(column.Signal) is not { } series || (signals.Count > 0 && !signals.Contains(series.Name)))
                continue;
            if (!timeBases.TryGetValue(column.TimeBase, out var timeBase))
            {
                timeBases[column.TimeBase] = timeBase = live.Times.Count;
                live.Times.Add(PlainColumns.ToTimeBase(view.DecodeTimes(column.TimeBase).Span, view.BaseTime));
            }
            live.Columns.Add(new LiveColumn
            {
                Signal = series.Name,
                Column = PlainColumns.ToColumn(view.Decode(index).Values, timeBase),
            });
        }
        return live.Columns.Count > 0 ? new SubscribeResponse { Samples = live } : null;
    }
}

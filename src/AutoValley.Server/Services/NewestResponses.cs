using System.Text;
using AutoValley.Server.Live;
using AutoValley.Telemetry;
using AutoValley.V1;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Services;

/// <summary>Newest samples as LiveService sends them: a column each, of one value.</summary>
internal static class NewestResponses
{
    private const int FullBytes = 1 << 20;

    // Times, tags and a number.
    private const int Overhead = 40;

    /// <summary>The news of a vehicle, in as many responses as keep each well below the 4 MiB that clients take.</summary>
    public static IEnumerable<SubscribeResponse> Of(NewestOfVehicle news)
    {
        var live = Begin(news);
        var places = new Dictionary<long, int>();
        var bytes = 0L;
        foreach (var (series, time, value) in news.Samples)
        {
            if (!places.TryGetValue(time, out var place))
            {
                places[time] = place = live.Times.Count;
                live.Times.Add(new TimeBase { Plain = new PlainTimes { Deltas = { unchecked(time - live.BaseTime) } } });
            }
            live.Columns.Add(new LiveColumn { Signal = series.Name, Column = ToColumn(value, place) });
            bytes += series.Name.Length + Encoding.UTF8.GetByteCount(value.Text) + Overhead;
            if (bytes < FullBytes)
                continue;
            yield return new SubscribeResponse { Samples = live };
            (live, bytes) = (Begin(news), 0);
            places.Clear();
        }
        if (live.Columns.Count > 0)
            yield return new SubscribeResponse { Samples = live };
    }

    private static LiveSamples Begin(NewestOfVehicle news) => new()
    {
        Vehicle = news.Vehicle.Name.ToString(), BaseTime = news.Samples.Count > 0 ? news.Samples[0].Time : 0,
    };

    private static Column ToColumn(SampleValue value, int place) => value.Type switch
    {
        SignalType.Double => new Column { TimeBase = (uint)place, Doubles = new DoubleValues { Values = { value.Double } } },
        SignalType.Integer => new Column { TimeBase = (uint)place, Integers = new IntegerValues { Values = { value.Integer } } },
        SignalType.Boolean => new Column { TimeBase = (uint)place, Booleans = new BooleanValues { Values = { value.Boolean } } },
        _ => new Column { TimeBase = (uint)place, Texts = new TextValues { Values = { value.Text } } },
    };
}

using AutoValley.Benchmarks.Codec;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Edge;

/// <summary>How fast frames in memory become samples that nobody takes.</summary>
internal static class DecodeRates
{
    private const int Counts = 40;

    /// <summary>Frames that carry signals, and samples, a second of CPU time.</summary>
    public static (double Frames, double Samples) Measure()
    {
        CanBus[] buses =
        [
            new("can0", DbcFile.Load(EdgeConfiguration.Database("toyota_rav4_2017_pt_generated.dbc"))), new("can1", DbcFile.Load(EdgeConfiguration.Database("toyota_adas.dbc"))),
        ];
        var (decoder, sink, frames) = (new CanDecoder(buses), new IgnoringSink(), Frames(buses));
        var nanos = ThreadTime.NanosOf(() => Decode(decoder, sink, frames), Counts);
        return (frames.Count / nanos * 1e9, decoder.Statistics.Samples / (double)decoder.Statistics.FramesDecoded * frames.Count / nanos * 1e9);
    }

    private static void Decode(CanDecoder decoder, IgnoringSink sink, List<CanFrame> frames)
    {
        foreach (var frame in frames)
        {
            if (decoder.Decode(frame) && !decoder.WriteAsync(sink, frame.Time, CancellationToken.None).AsTask().IsCompletedSuccessfully)
                throw new BenchmarkException("the sink takes samples at once");
        }
    }

    private static List<CanFrame> Frames(CanBus[] buses)
    {
        using var log = CanLog.Open(EdgeConfiguration.Log);
        var (decoder, frames) = (new CanDecoder(buses), new List<CanFrame>());
        while (log.Read())
        {
            if (!decoder.Decode(log.Frame))
                continue;
            var frame = new CanFrame { Time = log.Frame.Time, Bus = log.Frame.Bus, Id = log.Frame.Id, IsExtended = log.Frame.IsExtended, Kind = log.Frame.Kind };
            frame.SetData(log.Frame.Data);
            frames.Add(frame);
        }
        return frames;
    }

    private sealed class IgnoringSink : ISampleSink
    {
        private int groups;

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) =>
            new(groups++, [.. signals.Select((signal, index) => new SignalDefinition((uint)index + 1, signal.Name, signal.Type))]);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) => default;
    }
}

using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Support;

/// <summary>A source that does what a test says.</summary>
internal sealed class ScriptedSource(Func<ISampleSink, CancellationToken, Task> script) : ISampleSource
{
    public string Name => "script";

    /// <summary>Writes so many rows of two signals, a nanosecond apart.</summary>
    public static ScriptedSource Rows(int count, long start = 1_000_000) => new(async (sink, cancellation) =>
    {
        var group = sink.Declare([new("Vehicle.Speed", SignalType.Double, "km/h"), new("Vehicle.Gear", SignalType.Integer)]);
        for (var row = 0; row < count; row++)
            await sink.WriteAsync(group, start + row, new[] { SampleValue.Of(row / 10.0), SampleValue.Of((long)row) }, cancellation);
    });

    /// <summary>Like <see cref="Rows"/>, and then stays until it is cancelled.</summary>
    public static ScriptedSource Endless(int count) => new(async (sink, cancellation) =>
    {
        await Rows(count).RunAsync(sink, cancellation);
        await Task.Delay(Timeout.Infinite, cancellation);
    });

    public Task RunAsync(ISampleSink sink, CancellationToken cancellation) => script(sink, cancellation);
}

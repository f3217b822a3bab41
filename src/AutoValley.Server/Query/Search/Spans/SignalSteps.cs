using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>The value of a signal at an instant: of a signal whose type changed, the later sample of all its series.</summary>
internal sealed class SignalSteps : IAsyncDisposable
{
    private readonly SeriesSteps[] steps;
    private readonly MaximumAge maximumAge;

    /// <param name="reader">Where is searched.</param>
    /// <param name="series">Of one signal, newest first.</param>
    public SignalSteps(SpanReader reader, IEnumerable<Series> series) =>
        (steps, maximumAge) = ([.. series.Select(one => new SeriesSteps(reader, one))], reader.MaximumAge);

    /// <summary>The value that holds at the instant moved to; null when none does.</summary>
    public SampleValue? Value { get; private set; }

    /// <summary>First instant at which another value may hold, or none; <see cref="long.MaxValue"/> when there is no such.</summary>
    public long Until { get; private set; }

    /// <summary>Moves to an instant, never earlier than the one before.</summary>
    public async ValueTask MoveToAsync(long instant)
    {
        (long Time, SampleValue Value)? latest = null;
        Until = long.MaxValue;
        foreach (var one in steps)
        {
            await one.MoveToAsync(instant);
            if (one.Current is { } current && !(latest?.Time >= current.Time))
                latest = current;
            Until = Math.Min(Until, one.NextTime ?? long.MaxValue);
        }
        var end = latest is { } sample ? maximumAge.EndOf(sample.Time) : long.MinValue;
        Value = end > instant ? latest?.Value : null;
        if (end > instant)
            Until = Math.Min(Until, end);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in steps)
            await one.DisposeAsync();
    }
}

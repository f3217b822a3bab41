using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>
/// Where the value of one series passes a test. Statistics decide what they can; only the stretches they leave open are decoded, and
/// of those only what is asked for.
/// </summary>
internal sealed class SeriesSpans(SpanReader reader, Series series, ValueTest test) : ISpanStream
{
    private readonly StretchWalk walk = new(reader, series, test);
    private readonly MarkedSamples samples = new(test);
    private IAsyncEnumerator<JudgedStretch>? stretches;
    private OpenStretches? open;
    private JudgedStretch? ahead;
    private HeldSample? held;
    private TimeRange span = MarkedSamples.Nothing;
    private bool isAtEnd;

    public async ValueTask<TimeRange?> NextAsync(long from)
    {
        walk.Sought = from;
        while (span.To <= from)
        {
            if (isAtEnd)
                return null;
            await MoveAsync(from);
        }
        return span with { From = Math.Max(span.From, from) };
    }

    public async ValueTask DisposeAsync()
    {
        if (open is not null)
            await open.DisposeAsync();
        if (stretches is not null)
            await stretches.DisposeAsync();
    }

    // One step: to the next span, or nearer to it.
    private async ValueTask MoveAsync(long from)
    {
        if (!samples.IsAtEnd)
        {
            if (await TryTakeHeldAsync(samples.NextTime, from))
                return;
            span = samples.TakeSpan(from, reader.MaximumAge);
            held = samples.IsAtEnd ? samples.Last : null;
        }
        else if (open is not null)
        {
            await ReadOnAsync(open, from);
        }
        else if (await NextStretchAsync() is { } stretch)
        {
            await EnterAsync(stretch, from);
        }
        else
        {
            await TryTakeHeldAsync(reader.Range.To, from);
            isAtEnd = true;
        }
    }

    private async ValueTask EnterAsync(JudgedStretch stretch, long from)
    {
        if (await TryTakeHeldAsync(stretch.First, from))
        {
            ahead = stretch;
        }
        else if (stretch.Last <= from || stretch.Verdict == Verdict.Never)
        {
            // Of what lies before only the last sample may still hold; whether it does is found out when it matters.
            held = new HeldSample(stretch.Last, stretch.Verdict == Verdict.Never ? false : null);
        }
        else if (stretch.Verdict == Verdict.Always && IsUnbroken(stretch))
        {
            (span, held) = (new TimeRange(stretch.First, stretch.Last), new HeldSample(stretch.Last, true));
        }
        else
        {
            open = await OpenStretches.StartAsync(reader, series, stretch, NextStretchAsync, later => ahead = later);
        }
    }

    // Statistics leave NaN out and know no gaps.
    private bool IsUnbroken(JudgedStretch stretch) =>
        series.Type != SignalType.Double && reader.MaximumAge.Reaches(stretch.First, stretch.Last);

    private async ValueTask ReadOnAsync(OpenStretches reading, long from)
    {
        if (await reading.SkipAsync(from) is { } skipped)
            held = new HeldSample(skipped, null);
        if (await reading.ReadAsync() is { } read)
        {
            samples.Fill(read);
            return;
        }
        await reading.DisposeAsync();
        open = null;
    }

    private async ValueTask<JudgedStretch?> NextStretchAsync()
    {
        if (ahead is { } kept)
        {
            ahead = null;
            return kept;
        }
        stretches ??= walk.Over(await RangeAsync()).GetAsyncEnumerator(reader.Cancellation);
        return await stretches.MoveNextAsync() ? stretches.Current : null;
    }

    // A value from before the range may hold in it.
    private async ValueTask<TimeRange> RangeAsync() =>
        reader.Range with { From = await reader.LastTimeAsync(series, reader.Range.From) ?? reader.Range.From };

    /// <summary>Makes the span in which the last sample holds until the next; false when it does not, or not after <paramref name="from"/>.</summary>
    private async ValueTask<bool> TryTakeHeldAsync(long next, long from)
    {
        if (held is not { } sample)
            return false;
        held = null;
        var end = Math.Min(next, reader.MaximumAge.EndOf(sample.Time));
        if (end <= from || !(sample.Passes ?? await PassesAsync(sample.Time)))
            return false;
        span = new TimeRange(sample.Time, end);
        return true;
    }

    private async ValueTask<bool> PassesAsync(long time)
    {
        var passes = new bool[1];
        await foreach (var read in reader.Read(series, new TimeRange(time, time == long.MaxValue ? time : time + 1)))
            test.Mark(read.Values.Slice(0, 1), passes);
        return passes[0];
    }
}

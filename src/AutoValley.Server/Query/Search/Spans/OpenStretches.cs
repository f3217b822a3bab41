using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>Undecided stretches in a row, read slice by slice; begun anew further on when much of them need not be read.</summary>
internal sealed class OpenStretches : IAsyncDisposable
{
    // In memory as 40 bytes each, and asked for in one read.
    private const int MaximumStretches = 256;

    private readonly List<JudgedStretch> stretches;
    private readonly SpanReader reader;
    private readonly Series series;
    private IAsyncEnumerator<Samples>? slices;
    private long readTo = long.MinValue;
    private int next;

    private OpenStretches(List<JudgedStretch> stretches, SpanReader reader, Series series) =>
        (this.stretches, this.reader, this.series) = (stretches, reader, series);

    /// <summary>Gathers the undecided stretches from the first on.</summary>
    /// <param name="reader">Reads them.</param>
    /// <param name="series">Whose they are.</param>
    /// <param name="first">Undecided.</param>
    /// <param name="takeNext">Gives what follows.</param>
    /// <param name="giveBack">Takes the one that is decided.</param>
    public static async ValueTask<OpenStretches> StartAsync(
        SpanReader reader, Series series, JudgedStretch first, Func<ValueTask<JudgedStretch?>> takeNext, Action<JudgedStretch> giveBack)
    {
        List<JudgedStretch> stretches = [first];
        while (stretches.Count < MaximumStretches && await takeNext() is { } stretch)
        {
            if (stretch.Verdict == Verdict.Undecided)
            {
                stretches.Add(stretch);
                continue;
            }
            giveBack(stretch);
            break;
        }
        return new OpenStretches(stretches, reader, series);
    }

    /// <summary>Leaves out what ends at or before a time, when that is worth it.</summary>
    /// <returns>The time of the last sample left out; null when nothing was.</returns>
    public async ValueTask<long?> SkipAsync(long from)
    {
        while (next < stretches.Count && stretches[next].Last <= readTo)
            next++;
        var (until, skipped) = (next, 0L);
        for (; until < stretches.Count && stretches[until].Last <= from; until++)
            skipped += stretches[until].Count;
        if (skipped == 0 || (slices is not null && skipped < reader.Costs.Start))
            return null;
        await DisposeAsync();
        (slices, next) = (null, until);
        return stretches[until - 1].Last;
    }

    /// <summary>The next samples; null at the end.</summary>
    public async ValueTask<Samples?> ReadAsync()
    {
        if (next == stretches.Count)
            return null;
        slices ??= reader.Read(series, stretches[next].Range with { To = stretches[^1].Range.To }).GetAsyncEnumerator();
        if (!await slices.MoveNextAsync())
            return null;
        readTo = slices.Current.Times.Span[^1];
        return slices.Current;
    }

    public async ValueTask DisposeAsync()
    {
        if (slices is not null)
            await slices.DisposeAsync();
    }
}

using System.Runtime.CompilerServices;
using AutoValley.Server.Query.Search.Spans;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Query.Search;

/// <summary>
/// Finds the spans in which a predicate holds for one vehicle. A value holds from its sample until the next one, and no longer than
/// the maximum age; a comparison without a value is unknown, and so is one with NaN.
/// </summary>
/// <param name="store">Samples and statistics.</param>
/// <param name="question">What is searched for.</param>
internal sealed class VehicleSearch(ISampleStore store, SearchQuestion question)
{
    /// <summary>Of reading from the store.</summary>
    public ReadingCosts Costs { get; init; } = new();

    /// <summary>Where others wait for the thread: who gives way to them.</summary>
    public TimeSlice? Turn { get; init; }

    /// <summary>The spans of a vehicle, ascending, with a gap between any two.</summary>
    /// <param name="seriesOf">The vehicle's series of a signal, newest first; none when it has no such signal.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async IAsyncEnumerable<FoundSpan> FindAsync(
        Func<string, IReadOnlyList<Series>> seriesOf, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = question.Range;
        var reader = new SpanReader(store, range, question.MaximumAge, cancellation) { Costs = Costs, Turn = Turn };
        await using var stream = SpanStreams.Of(question.Predicate, reader, seriesOf);
        TimeRange? open = null;
        for (var next = await FirstAsync(stream, range.From); next is { } span; next = await FirstAsync(stream, span.To))
        {
            if (open is { } before && before.To == span.From)
            {
                open = before with { To = span.To };
                continue;
            }
            if (IsLongEnough(open))
                yield return ToFound(open!.Value);
            open = span;
        }
        if (IsLongEnough(open))
            yield return ToFound(open!.Value);
    }

    private async ValueTask<TimeRange?> FirstAsync(ISpanStream stream, long from) =>
        from < question.Range.To ? await stream.NextAsync(from) : null;

    // In 128 bits: a span may be longer than half of all time.
    private bool IsLongEnough(TimeRange? span) =>
        span is { } one && (Int128)one.To - one.From >= question.MinimumDurationNanos;

    private FoundSpan ToFound(TimeRange span) =>
        new(span.From, span.To, span.From == question.Range.From, span.To == question.Range.To);
}

using AutoValley.Storage;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>Makes the stream of a predicate for one vehicle.</summary>
internal static class SpanStreams
{
    /// <summary>The stream.</summary>
    /// <param name="predicate">What is searched for.</param>
    /// <param name="reader">Where.</param>
    /// <param name="seriesOf">By a signal's name, its series, newest first; none when the vehicle has no such signal.</param>
    public static ISpanStream Of(Predicate predicate, SpanReader reader, Func<string, IReadOnlyList<Series>> seriesOf)
    {
        switch (predicate)
        {
            case AllOf all:
                var parts = all.Parts.Select(part => Of(part, reader, seriesOf)).ToArray();
                return Array.Exists(parts, part => part is NoSpans) ? NoSpans.Instance : new AllOfSpans(parts);
            case AnyOf any:
                var some = any.Parts.Select(part => Of(part, reader, seriesOf)).Where(part => part is not NoSpans).ToArray();
                return some.Length == 0 ? NoSpans.Instance : new AnyOfSpans(some);
            default:
                return Of((Comparison)predicate, reader, seriesOf);
        }
    }

    private static ISpanStream Of(Comparison comparison, SpanReader reader, Func<string, IReadOnlyList<Series>> seriesOf)
    {
        var series = seriesOf(comparison.Signal);
        if (comparison.OtherSignal is { } other)
        {
            return series.Count > 0 && seriesOf(other) is { Count: > 0 } others
                ? new SignalSpans(comparison.Operator, new(reader, series), new(reader, others), default, reader.Range.To)
                : NoSpans.Instance;
        }
        if (series.Count > 1)
            return new SignalSpans(comparison.Operator, new(reader, series), null, comparison.Constant, reader.Range.To);
        return series is [var one] && ValueTest.Of(comparison, one.Type) is { } test ? new SeriesSpans(reader, one, test) : NoSpans.Instance;
    }
}

using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>
/// Where the values of two signals compare as asked, or that of a signal whose type changed compares with a constant. Goes sample by
/// sample; statistics decide nothing.
/// </summary>
internal sealed class SignalSpans(ComparisonOperator comparison, SignalSteps left, SignalSteps? right, SampleValue constant, long end) : ISpanStream
{
    private TimeRange? found;
    private bool isAtEnd;

    public async ValueTask<TimeRange?> NextAsync(long from)
    {
        if (found is { } kept && kept.To > from)
            return kept with { From = Math.Max(kept.From, from) };
        found = isAtEnd ? null : await FindAsync(from);
        isAtEnd = found is null;
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await left.DisposeAsync();
        if (right is not null)
            await right.DisposeAsync();
    }

    private async ValueTask<TimeRange?> FindAsync(long from)
    {
        for (var instant = from; instant < end;)
        {
            await left.MoveToAsync(instant);
            // Where one has no value the other's need not be walked through.
            if (left.Value is not { } value)
            {
                instant = left.Until;
                continue;
            }
            var (other, until) = ((SampleValue?)constant, left.Until);
            if (right is not null)
            {
                await right.MoveToAsync(instant);
                (other, until) = (right.Value, right.Value is null ? right.Until : Math.Min(until, right.Until));
            }
            until = Math.Min(until, end);
            if (other is { } against && NumberOrder.Compare(value, against) is { } order && Holds(value, order))
                return new TimeRange(instant, until);
            instant = until;
        }
        return null;
    }

    private bool Holds(SampleValue value, int order) =>
        (value.Type != SignalType.Text || comparison.IsEquality()) && comparison.Holds(order);
}

using AutoValley.Server.Influx.Ql;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>A function that makes a value of a value and those before it.</summary>
internal sealed class QlTransform
{
    private readonly string function;
    private readonly long unit;
    private readonly int window;
    private readonly Queue<SampleValue> recent = new();
    private SampleValue? sum;
    private (long Time, SampleValue Value)? previous;

    /// <param name="call">The function.</param>
    /// <param name="every">Length of an interval, nanoseconds; null where values are samples.</param>
    /// <exception cref="QlException">Its arguments are none of its.</exception>
    public QlTransform(QlExpression.Call call, long? every)
    {
        const int MaximumWindow = 1_000_000;
        function = call.Function;
        var second = call.Arguments.Count > 1 ? call.Arguments[1] : null;
        if (function == "moving_average")
        {
            window = second is QlExpression.Constant { Value: { Type: SignalType.Integer, Integer: > 1 and <= MaximumWindow } size }
                ? (int)size.Integer : throw new QlException($"moving_average window must be greater than 1 and at most {MaximumWindow}");
        }
        else if (second is not null and not QlExpression.Duration { Nanos: > 0 })
        {
            throw new QlException($"second argument to {function} must be a duration");
        }
        unit = (second as QlExpression.Duration)?.Nanos ?? (function == "elapsed" ? 1 : every ?? UnixTime.NanosPerSecond);
    }

    /// <summary>The value that it makes; null of none, and where it needs one before it.</summary>
    public SampleValue? Next(long time, SampleValue? given)
    {
        if (given is not { Type: SignalType.Double or SignalType.Integer } value)
            return null;
        switch (function)
        {
            case "cumulative_sum":
                return sum = sum is { } before ? Add(before, value) : value;
            case "moving_average":
                return Average(value);
        }
        var last = previous;
        // Of several series with the same time the first counts.
        if (last?.Time == time && function != "elapsed")
            return null;
        previous = (time, value);
        if (last is not { } earlier)
            return null;
        if (function == "elapsed")
            return SampleValue.Of((time - earlier.Time) / unit);
        var change = Subtract(value, earlier.Value);
        if (function.EndsWith("derivative", StringComparison.Ordinal))
            change = SampleValue.Of(QlValues.NumberOf(change) / ((time - earlier.Time) / (double)unit));
        return function.StartsWith("non_negative", StringComparison.Ordinal) && QlValues.NumberOf(change) < 0 ? null : change;
    }

    private SampleValue? Average(SampleValue value)
    {
        recent.Enqueue(value);
        if (recent.Count > window)
            recent.Dequeue();
        return recent.Count == window ? SampleValue.Of(recent.Sum(QlValues.NumberOf) / window) : null;
    }

    private static SampleValue Add(SampleValue one, SampleValue other) => IsWhole(one, other)
        ? SampleValue.Of(unchecked(one.Integer + other.Integer)) : SampleValue.Of(QlValues.NumberOf(one) + QlValues.NumberOf(other));

    private static SampleValue Subtract(SampleValue one, SampleValue other) => IsWhole(one, other)
        ? SampleValue.Of(unchecked(one.Integer - other.Integer)) : SampleValue.Of(QlValues.NumberOf(one) - QlValues.NumberOf(other));

    private static bool IsWhole(SampleValue one, SampleValue other) => one.Type == SignalType.Integer && other.Type == SignalType.Integer;
}

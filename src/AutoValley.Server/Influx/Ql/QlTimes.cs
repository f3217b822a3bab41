using System.Globalization;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Ql;

/// <summary>Takes what is said of time out of a condition.</summary>
internal static class QlTimes
{
    private const string Time = "time";

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm",
    ];

    /// <summary>The times that are meant, and what is said beside them.</summary>
    /// <param name="where">Null for nothing.</param>
    /// <param name="now">Of <c>now()</c>, Unix nanoseconds.</param>
    /// <exception cref="QlException">Time is compared otherwise than with a time, or within an <c>OR</c>.</exception>
    public static QlWhere Split(QlExpression? where, long now)
    {
        var found = new QlWhere(null, null, null);
        return where is null ? found : Add(found, where, now);
    }

    private static QlWhere Add(QlWhere found, QlExpression condition, long now)
    {
        if (condition is QlExpression.Binary { Operator: "AND" } both)
            return Add(Add(found, both.Left, now), both.Right, now);
        if (condition is not QlExpression.Binary { Operator: not "OR" } one || !(IsTime(one.Left) || IsTime(one.Right)))
        {
            return condition.All.Any(IsTime)
                ? throw new QlException("time is compared with AND alone here, as time >= '…' AND time < now()")
                : found with { Rest = found.Rest is null ? condition : new QlExpression.Binary("AND", found.Rest, condition) };
        }
        var (comparison, other) = IsTime(one.Left) ? (one.Operator, one.Right) : (Mirror(one.Operator), one.Left);
        var time = ToNanos(other, now);
        return comparison switch
        {
            ">" => found.From(time == long.MaxValue ? time : time + 1),
            ">=" => found.From(time),
            "<" => found.Until(time),
            "<=" => found.Until(time == long.MaxValue ? time : time + 1),
            "=" => found.From(time).Until(time == long.MaxValue ? time : time + 1),
            _ => throw new QlException($"invalid time comparison operator: {comparison}"),
        };
    }

    private static bool IsTime(QlExpression expression) =>
        expression is QlExpression.Reference { Name: var name } && name.Equals(Time, StringComparison.OrdinalIgnoreCase);

    private static string Mirror(string comparison) => comparison switch { ">" => "<", ">=" => "<=", "<" => ">", "<=" => ">=", _ => comparison };

    private static long ToNanos(QlExpression expression, long now) => (long)Int128.Clamp(Sum(expression, now), long.MinValue, long.MaxValue);

    private static Int128 Sum(QlExpression expression, long now) => expression switch
    {
        QlExpression.Constant { Value: { Type: SignalType.Integer } value } => value.Integer,
        QlExpression.Constant { Value: { Type: SignalType.Double } value } => (Int128)value.Double,
        QlExpression.Constant { Value: { Type: SignalType.Text } value } => ParseTime(value.Text),
        QlExpression.Duration duration => duration.Nanos,
        QlExpression.Call { Function: "now", Arguments.Count: 0 } => now,
        QlExpression.Binary { Operator: "+" } sum => Sum(sum.Left, now) + Sum(sum.Right, now),
        QlExpression.Binary { Operator: "-" } difference => Sum(difference.Left, now) - Sum(difference.Right, now),
        _ => throw new QlException("time is compared with a time: '2026-01-02T03:04:05Z', 1790000000s, now() - 1h"),
    };

    // Nanoseconds, of which DateTime has hundreds, are added apart.
    private static Int128 ParseTime(string text)
    {
        var (whole, nanos) = (text, 0);
        var dot = text.IndexOf('.');
        var digits = dot < 0 ? 0 : text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text.Length - dot - 1 : end;
        if (digits is > 0 and <= 9)
        {
            whole = text.Remove(dot, digits + 1);
            nanos = int.Parse(text.AsSpan(dot + 1, digits), CultureInfo.InvariantCulture);
            for (var missing = digits; missing < 9; missing++)
                nanos *= 10;
        }
        return DateTimeOffset.TryParseExact(whole, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (Int128)UnixTime.From(time) + nanos
            : throw new QlException($"invalid operation: time and string '{text}' are not compatible");
    }
}

using System.Text.RegularExpressions;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Ql;

/// <summary>Computes expressions: what lacks a value, or does not fit its operator, has none.</summary>
internal static class QlValues
{
    /// <summary>The value; null for none.</summary>
    /// <param name="expression">Without calls, or with those that the look-up knows.</param>
    /// <param name="lookUp">Of references and calls.</param>
    public static SampleValue? Of(QlExpression expression, Func<QlExpression, SampleValue?> lookUp) => expression switch
    {
        QlExpression.Constant constant => constant.Value,
        QlExpression.Duration duration => SampleValue.Of(duration.Nanos),
        QlExpression.Binary { Right: QlExpression.Pattern pattern } match => Match(Of(match.Left, lookUp), pattern.Regex, match.Operator == "=~"),
        QlExpression.Binary { Operator: "AND" } both => SampleValue.Of(Holds(both.Left, lookUp) && Holds(both.Right, lookUp)),
        QlExpression.Binary { Operator: "OR" } either => SampleValue.Of(Holds(either.Left, lookUp) || Holds(either.Right, lookUp)),
        QlExpression.Binary binary => Join(binary.Operator, Of(binary.Left, lookUp), Of(binary.Right, lookUp)),
        _ => lookUp(expression),
    };

    /// <summary>Whether a condition holds.</summary>
    public static bool Holds(QlExpression condition, Func<QlExpression, SampleValue?> lookUp) => Of(condition, lookUp) is { Type: SignalType.Boolean, Boolean: true };

    private static SampleValue? Match(SampleValue? value, Regex regex, bool isMatch) =>
        value is { Type: SignalType.Text } text ? SampleValue.Of(regex.IsMatch(text.Text) == isMatch) : null;

    private static SampleValue? Join(string name, SampleValue? left, SampleValue? right)
    {
        if (left is not { } one || right is not { } other)
            return null;
        if (one.Type == SignalType.Text || other.Type == SignalType.Text)
            return one.Type == other.Type && IsEquality(name) ? SampleValue.Of(one.Text == other.Text == (name == "=")) : null;
        if (one.Type == SignalType.Boolean || other.Type == SignalType.Boolean)
            return one.Type == other.Type && IsEquality(name) ? SampleValue.Of(one.Boolean == other.Boolean == (name == "=")) : null;
        return one.Type == SignalType.Integer && other.Type == SignalType.Integer ? Join(name, one.Integer, other.Integer) : Join(name, NumberOf(one), NumberOf(other));
    }

    private static bool IsEquality(string name) => name is "=" or "!=";

    // As in InfluxDB, dividing integers gives a float, and dividing by zero 0.
    private static SampleValue? Join(string name, long one, long other) => name switch
    {
        "+" => SampleValue.Of(unchecked(one + other)),
        "-" => SampleValue.Of(unchecked(one - other)),
        "*" => SampleValue.Of(unchecked(one * other)),
        "%" => SampleValue.Of(other is 0 or -1 ? 0 : one % other),
        "&" => SampleValue.Of(one & other),
        "|" => SampleValue.Of(one | other),
        "^" => SampleValue.Of(one ^ other),
        "/" => Join(name, (double)one, other),
        _ => SampleValue.Of(Compare(name, one.CompareTo(other))),
    };

    private static SampleValue? Join(string name, double one, double other) => name switch
    {
        "+" => SampleValue.Of(one + other),
        "-" => SampleValue.Of(one - other),
        "*" => SampleValue.Of(one * other),
        "/" => SampleValue.Of(other == 0 ? 0 : one / other),
        "%" => SampleValue.Of(other == 0 ? 0 : one % other),
        "&" or "|" or "^" => null,
        "!=" => SampleValue.Of(one != other),
        _ => SampleValue.Of(!double.IsNaN(one) && !double.IsNaN(other) && Compare(name, one.CompareTo(other))),
    };

    private static bool Compare(string name, int order) => name switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    /// <summary>A number as a double.</summary>
    public static double NumberOf(SampleValue value) => value.Type switch
    {
        SignalType.Integer => value.Integer,
        SignalType.Boolean => value.Boolean ? 1 : 0,
        _ => value.Double,
    };
}

using System.Text.RegularExpressions;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Ql;

/// <summary>What can be computed or tested.</summary>
internal abstract record QlExpression
{
    /// <summary>A number, boolean or text.</summary>
    internal sealed record Constant(SampleValue Value) : QlExpression;

    /// <summary>A length of time, nanoseconds.</summary>
    internal sealed record Duration(long Nanos) : QlExpression;

    /// <summary>A field or tag; the cast as <c>::float</c> is, or null.</summary>
    internal sealed record Reference(string Name, string? Cast = null) : QlExpression;

    /// <summary><c>*</c>, <c>*::field</c> or <c>*::tag</c>.</summary>
    internal sealed record Wildcard(string? Cast) : QlExpression;

    /// <summary>Names that match.</summary>
    internal sealed record Pattern(Regex Regex) : QlExpression;

    /// <summary>A function; its name in lower case.</summary>
    internal sealed record Call(string Function, IReadOnlyList<QlExpression> Arguments) : QlExpression;

    /// <summary>Two joined by an operator; <c>AND</c> and <c>OR</c> in capitals.</summary>
    internal sealed record Binary(string Operator, QlExpression Left, QlExpression Right) : QlExpression;

    /// <summary>It and all that it is made of.</summary>
    public IEnumerable<QlExpression> All => this switch
    {
        Binary binary => binary.Left.All.Concat(binary.Right.All).Prepend(this),
        Call call => call.Arguments.SelectMany(argument => argument.All).Prepend(this),
        _ => [this],
    };
}

using System.Globalization;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Ql;

/// <summary>Reads expressions by the precedence of their operators.</summary>
internal sealed class QlExpressionParser(QlWords words)
{
    // Deeper ones would need more stack than a thread has.
    private const int MaximumDepth = 200;
    private const int MaximumOperators = 1_000;

    private static readonly string[][] Levels =
    [
        ["OR"], ["AND"], ["=", "!=", "<>", "<", "<=", ">", ">=", "=~", "!~"], ["+", "-", "|", "^"], ["*", "/", "%", "&"],
    ];

    // A name that is one of them stands in quotes.
    private static readonly string[] Reserved =
        ["SELECT", "FROM", "WHERE", "GROUP", "BY", "ORDER", "LIMIT", "OFFSET", "SLIMIT", "SOFFSET", "AND", "OR", "AS", "INTO", "SHOW", "FILL"];

    private int depth;
    private int operators;

    /// <summary>Reads one.</summary>
    /// <exception cref="QlException">It is none.</exception>
    public QlExpression Read() => Read(0);

    private QlExpression Read(int level)
    {
        if (level == Levels.Length)
            return ReadOperand();
        var left = Read(level + 1);
        while (OperatorAt(level) is { } found)
        {
            if (++operators > MaximumOperators)
                throw QlException.NotSpoken(words.Next, $"more than {MaximumOperators} operators");
            words.Take();
            var right = found is "=~" or "!~" ? new QlExpression.Pattern(words.TakeRegex()) : Read(level + 1);
            left = new QlExpression.Binary(found == "<>" ? "!=" : found, left, right);
        }
        return left;
    }

    private string? OperatorAt(int level) => words.Next switch
    {
        { Kind: QlTokenKind.Word } word => Levels[level].FirstOrDefault(word.Is),
        { Kind: QlTokenKind.Symbol } symbol => Levels[level].FirstOrDefault(symbol.IsSymbol),
        _ => null,
    };

    private QlExpression ReadOperand()
    {
        if (++depth > MaximumDepth)
            throw QlException.NotSpoken(words.Next, "an expression that deep");
        var operand = ReadOne();
        depth--;
        return operand;
    }

    private QlExpression ReadOne()
    {
        if (words.IsAtRegex)
            return new QlExpression.Pattern(words.TakeRegex());
        var word = words.Take();
        switch (word.Kind)
        {
            case QlTokenKind.Integer:
                return new QlExpression.Constant(SampleValue.Of(word.Whole));
            case QlTokenKind.Number:
                return new QlExpression.Constant(SampleValue.Of(double.Parse(word.Text, CultureInfo.InvariantCulture)));
            case QlTokenKind.Duration:
                return new QlExpression.Duration(word.Whole);
            case QlTokenKind.Text:
                return new QlExpression.Constant(SampleValue.Of(word.Text));
            case QlTokenKind.Word when word.Is("true") || word.Is("false"):
                return new QlExpression.Constant(SampleValue.Of(word.Is("true")));
            case QlTokenKind.Word when words.Next.IsSymbol("("):
                return ReadCall(word.Text.ToLowerInvariant());
            case QlTokenKind.Word when Array.Exists(Reserved, word.Is):
                throw QlException.Expected(word, "identifier, string, number, bool");
            case QlTokenKind.Word or QlTokenKind.Name:
                return ReadReference(word.Text);
            default:
                return ReadSymbol(word);
        }
    }

    private QlExpression ReadSymbol(QlToken symbol)
    {
        switch (symbol.Text)
        {
            case "(":
                var inner = Read(0);
                words.ExpectSymbol(")");
                return inner;
            case "*":
                return new QlExpression.Wildcard(ReadCast());
            case "-":
                return Negate(ReadOperand());
            case "+":
                return ReadOperand();
            default:
                throw QlException.Expected(symbol, "identifier, string, number, bool");
        }
    }

    private static QlExpression Negate(QlExpression operand) => operand switch
    {
        QlExpression.Constant { Value: { Type: SignalType.Integer } value } => new QlExpression.Constant(SampleValue.Of(-value.Integer)),
        QlExpression.Constant { Value: { Type: SignalType.Double } value } => new QlExpression.Constant(SampleValue.Of(-value.Double)),
        QlExpression.Duration duration => new QlExpression.Duration(-duration.Nanos),
        _ => new QlExpression.Binary("*", new QlExpression.Constant(SampleValue.Of(-1L)), operand),
    };

    private QlExpression.Reference ReadReference(string name)
    {
        // Bare names may have dots: cpu.usage is one name, as "cpu"."usage" is.
        while (words.TryTakeSymbol("."))
            name += $".{words.TakeName()}";
        return new QlExpression.Reference(name, ReadCast());
    }

    private string? ReadCast() => words.TryTakeSymbol("::") ? words.TakeName().ToLowerInvariant() : null;

    private QlExpression.Call ReadCall(string function)
    {
        words.ExpectSymbol("(");
        List<QlExpression> arguments = [];
        while (!words.TryTakeSymbol(")"))
        {
            if (arguments.Count > 0)
                words.ExpectSymbol(",");
            arguments.Add(Read(0));
        }
        return new QlExpression.Call(function, arguments);
    }
}

using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Query.Search.Spans;

/// <summary>A predicate as text, and what it means at an instant in plain three-valued logic (null: unknown).</summary>
internal sealed record RandomPredicate(string Text, Func<Func<string, SampleValue?>, bool?> Holds)
{
    private static readonly string[] Operators = [">", ">=", "<", "<=", "==", "!="];
    private static readonly string[] Numbers = ["-1", "0", "1", "2", "1.5", "9007199254740993", "true", "false"];

    public static RandomPredicate Of(Random random, int depth = 3) => random.Next(depth == 0 ? 1 : 4) switch
    {
        0 => Compared(random),
        1 => Negated(Of(random, depth - 1)),
        2 => Joined(random, depth, "and", values => values.Contains(false) ? false : values.Contains(null) ? null : true),
        _ => Joined(random, depth, "or", values => values.Contains(true) ? true : values.Contains(null) ? null : false),
    };

    private static RandomPredicate Negated(RandomPredicate inner) => new($"not ({inner.Text})", at => !inner.Holds(at));

    private static RandomPredicate Joined(Random random, int depth, string word, Func<bool?[], bool?> join)
    {
        var parts = Enumerable.Range(0, random.Next(2, 4)).Select(_ => Of(random, depth - 1)).ToArray();
        return new(
            string.Join($" {word} ", parts.Select(part => $"({part.Text})")), at => join([.. parts.Select(part => part.Holds(at))]));
    }

    private static RandomPredicate Compared(Random random)
    {
        if (random.Next(8) == 0)
            return OfTexts(random.Next(2) == 0, "T", random.Next(2) == 0 ? "'x'" : "'y'");
        if (random.Next(16) == 0)
            return OfTexts(random.Next(2) == 0, "T", "U");
        string[] signals = ["D", "I", "B", "C", "None"];
        var (left, comparison) = (signals[random.Next(signals.Length)], Operators[random.Next(Operators.Length)]);
        var right = random.Next(4) == 0 ? signals[random.Next(signals.Length)] : Numbers[random.Next(Numbers.Length)];
        return new($"{left} {comparison} {right}", at => Compare(Number(at(left)), Number(right, at), comparison));
    }

    private static RandomPredicate OfTexts(bool isSame, string left, string right) => new(
        $"{left} {(isSame ? "==" : "!=")} {right}",
        at => at(left) is not { } one || TextOf(right, at) is not { } other ? null : one.Text == other == isSame);

    private static string? TextOf(string right, Func<string, SampleValue?> at) => right[0] == '\'' ? right.Trim('\'') : at(right)?.Text;

    private static bool? Compare(decimal? left, decimal? right, string comparison) => (left, right) is not ({ } one, { } other) ? null : comparison switch
    {
        ">" => one > other,
        ">=" => one >= other,
        "<" => one < other,
        "<=" => one <= other,
        "==" => one == other,
        _ => one != other,
    };

    private static decimal? Number(string text, Func<string, SampleValue?> at) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ when decimal.TryParse(text, out var number) => number,
        _ => Number(at(text)),
    };

    // Exact: decimals hold all values that the test makes.
    private static decimal? Number(SampleValue? value) => value switch
    {
        null => null,
        { Type: SignalType.Double } number => double.IsNaN(number.Double) ? null : number.Double == 9007199254740992.0 ? 9007199254740992m : (decimal)number.Double,
        { Type: SignalType.Integer } number => number.Integer,
        { Type: SignalType.Boolean } truth => truth.Boolean ? 1 : 0,
        _ => null,
    };
}

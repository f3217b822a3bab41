using AutoValley.Telemetry.Predicates;

namespace AutoValley.Telemetry.Tests.Predicates;

public sealed class PredicateParserTests
{
    [Theory]
    [InlineData("Vehicle.Speed > 50", "Vehicle.Speed > 50")]
    [InlineData("50 < Vehicle.Speed", "Vehicle.Speed > 50")]
    [InlineData("A>=-1.5e-3", "A >= -0.0015")]
    [InlineData("A == +7", "A == 7")]
    [InlineData("CAN.ESP-1.BRAKE == true", "CAN.ESP-1.BRAKE == true")]
    [InlineData("A != 'it''s'", "A != 'it's'")]
    [InlineData("'' == A", "A == ''")]
    [InlineData("[4WD.Mode] == 'x' AND [and] <= 1", "(4WD.Mode == 'x' and and <= 1)")]
    [InlineData("A < B", "A < B")]
    [InlineData("A", "A != 0")]
    [InlineData("not A", "A == 0")]
    [InlineData("not not A > 1", "A > 1")]
    [InlineData("!A&&!(B||C>1)", "(A == 0 and (B == 0 and C <= 1))")]
    [InlineData("rising < 5 and [held] == falling", "(rising < 5 and held == falling)")]
    [InlineData("A > 1 or B > 2 and C > 3", "(A > 1 or (B > 2 and C > 3))")]
    [InlineData("(A > 1 or B > 2) and not (C > 3 and D)", "((A > 1 or B > 2) and (C <= 3 or D == 0))")]
    public void Parse_Predicate_IsReadAsMeant(string text, string read) => Assert.Equal(read, Shown(PredicateParser.Parse(text)));

    [Theory]
    [InlineData("Vehicle.Speed > 30 && rising(CAN.BRAKE)", "(Vehicle.Speed > 30 and rising(CAN.BRAKE != 0))")]
    [InlineData("falling(A > 1 or B)", "falling((A > 1 or B != 0))")]
    [InlineData("not changed(A)", "not changed(A)")]
    [InlineData("not not rising(A)", "rising(A != 0)")]
    [InlineData("held(A > 1 and not B, 1.5s)", "held((A > 1 and B == 0), 1500000000)")]
    [InlineData("held(not rising(A), 1m30s)", "held(not rising(A != 0), 90000000000)")]
    public void ParseCondition_Timed_IsReadAsMeant(string text, string read) => Assert.Equal(read, Shown(PredicateParser.ParseCondition(text)));

    [Theory]
    [InlineData("rising(", 8, "expected a signal's name, a constant, 'not' or '(', found the end")]
    [InlineData("rising(A", 9, "expected 'and', 'or' or the ')' of the '(' at position 7, found the end")]
    [InlineData("changed(A > 1)", 11, "expected 'and', 'or' or the ')' of the '(' at position 8, found '>'")]
    [InlineData("changed(1)", 9, "expected a signal's name, found '1'")]
    [InlineData("held(A)", 7, "expected ',' and a length of time, found ')'")]
    [InlineData("held(A, 5)", 9, "expected a length of time: 100ms, 1.5s, 5m or 1h30m (units us, ms, s, m, h, d), found '5'")]
    [InlineData("held(A, 0s)", 11, "expected a length of time: 100ms, 1.5s, 5m or 1h30m (units us, ms, s, m, h, d), found ')'")]
    public void ParseCondition_NoCondition_SaysWhereAndWhatWasExpected(string text, int position, string told)
    {
        var refusal = Assert.Throws<PredicateException>(() => PredicateParser.ParseCondition(text));
        Assert.Equal((position, $"position {position}: {told}"), (refusal.Position, refusal.Message));
    }

    [Theory]
    [InlineData("", 1, "expected a signal's name, a constant, 'not' or '(', found the end")]
    [InlineData("A >", 4, "expected a signal's name, a number, true, false or 'text', found the end")]
    [InlineData("A > 1 B", 7, "expected 'and', 'or' or the end, found 'B'")]
    [InlineData("A > 1 and (B > 2", 17, "expected 'and', 'or' or the ')' of the '(' at position 11, found the end")]
    [InlineData("A > 1)", 6, "expected 'and', 'or' or the end, found ')'")]
    [InlineData("A = 1", 3, "'=' is written '=='")]
    [InlineData("A & B", 3, "'&' is written 'and'")]
    [InlineData("rising(A)", 1, "rising() looks at times, which conditions of collection schemes do, and searches do not")]
    [InlineData("sinking(A)", 1, "there is no sinking(): rising, falling, changed and held")]
    [InlineData("A > 5s", 5, "expected a signal's name, a number, true, false or 'text', found '5s'")]
    [InlineData("A =< 1", 3, "'=<' is none of > >= < <= == !=")]
    [InlineData("1 < 2", 1, "'1' and '2' are both constants: a comparison needs a signal")]
    [InlineData("7 and A", 3, "expected a comparison (> >= < <= == !=), found 'and'")]
    [InlineData("A > 50km", 5, "'50km' is no number (a name that begins so is written in brackets: [50km])")]
    [InlineData("A > 1e999", 5, "'1e999' is too large a number")]
    [InlineData("A < 'x'", 3, "texts are compared by == and !=, not by <")]
    [InlineData("A == 'x", 6, "a quote is missing behind the text that begins here")]
    [InlineData("A == \"x\"", 6, "a text is written 'in single quotes' and an odd name [in brackets]")]
    [InlineData("[A", 1, "']' is missing behind the name that begins here")]
    [InlineData("[A b] > 1", 1, "'A b' is no signal's name: 1 to 256 of A-Z a-z 0-9 . _ -")]
    [InlineData("A > 1 ; B", 7, "';' belongs to no predicate")]
    public void Parse_NoPredicate_SaysWhereAndWhatWasExpected(string text, int position, string told)
    {
        var refusal = Assert.Throws<PredicateException>(() => PredicateParser.Parse(text));
        Assert.Equal((position, $"position {position}: {told}"), (refusal.Position, refusal.Message));
    }

    [Fact]
    public void Parse_OverALimit_IsRefused()
    {
        PredicateParser.Parse($"{new string('(', 32)}A{new string(')', 32)}");
        Assert.Contains("nested deeper than 32", Refusal($"{new string('(', 33)}A{new string(')', 33)}"), StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Repeat("rising(", 33)) + "A" + new string(')', 33);
        Assert.Contains("nested deeper than 32", Assert.Throws<PredicateException>(() => PredicateParser.ParseCondition(deep)).Message, StringComparison.Ordinal);
        var wide = string.Join(" or ", Enumerable.Repeat("changed(A)", 65));
        Assert.Contains("more than 64 comparisons", Assert.Throws<PredicateException>(() => PredicateParser.ParseCondition(wide)).Message, StringComparison.Ordinal);
        Assert.Contains("nested deeper than 32", Refusal(string.Concat(Enumerable.Repeat("not ", 40)) + "A"), StringComparison.Ordinal);
        PredicateParser.Parse(string.Join(" or ", Enumerable.Repeat("A", 64)));
        Assert.Contains("more than 64 comparisons", Refusal(string.Join(" or ", Enumerable.Repeat("A", 65))), StringComparison.Ordinal);
        Assert.Contains("at most 4096 characters, this one 5001", Refusal("A" + new string(' ', 5_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyCharacters_GivesAPredicateOrASentence()
    {
        string[] words = ["A", "Vehicle.Speed", "[", "]", "(", ")", "and", "or", "not", "true", "'", "'x'", "1", "-", "1e", "==", "<", "=", "!", "\0", "rising(", "held(", "changed(", ",", "5ms", "&&", "||", "é", " ", "."];
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(words.Length)] + (random.Next(2) == 0 ? " " : "")));
            try
            {
                Assert.NotEmpty((round % 2 == 0 ? PredicateParser.Parse(text) : PredicateParser.ParseCondition(text)).Comparisons);
            }
            catch (PredicateException refusal)
            {
                Assert.InRange(refusal.Position, 1, text.Length + 1);
            }
        }
    }

    private static string Refusal(string text) => Assert.Throws<PredicateException>(() => PredicateParser.Parse(text)).Message;

    private static string Shown(Predicate predicate) => predicate switch
    {
        AllOf all => $"({string.Join(" and ", all.Parts.Select(Shown))})",
        AnyOf any => $"({string.Join(" or ", any.Parts.Select(Shown))})",
        Turn turn => $"{(turn.IsRising ? "rising" : "falling")}({Shown(turn.Of)})",
        Changed changed => $"changed({changed.Signal})",
        Held held => $"held({Shown(held.Of)}, {held.Nanoseconds})",
        NotTimed not => $"not {Shown(not.Of)}",
        _ => predicate.ToString(),
    };
}

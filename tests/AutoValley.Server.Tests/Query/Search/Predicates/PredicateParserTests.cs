using AutoValley.Server.Query.Search.Predicates;

namespace AutoValley.Server.Tests.Query.Search.Predicates;

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
    [InlineData("A > 1 or B > 2 and C > 3", "(A > 1 or (B > 2 and C > 3))")]
    [InlineData("(A > 1 or B > 2) and not (C > 3 and D)", "((A > 1 or B > 2) and (C <= 3 or D == 0))")]
    public void Parse_Predicate_IsReadAsMeant(string text, string read) => Assert.Equal(read, Shown(PredicateParser.Parse(text)));

    [Theory]
    [InlineData("", 1, "expected a signal's name, a constant, 'not' or '(', found the end")]
    [InlineData("A >", 4, "expected a signal's name, a number, true, false or 'text', found the end")]
    [InlineData("A > 1 B", 7, "expected 'and', 'or' or the end, found 'B'")]
    [InlineData("A > 1 and (B > 2", 17, "expected 'and', 'or' or the ')' of the '(' at position 11, found the end")]
    [InlineData("A > 1)", 6, "expected 'and', 'or' or the end, found ')'")]
    [InlineData("A = 1", 3, "'=' is written '=='")]
    [InlineData("A && B", 3, "'&&' is written 'and'")]
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
        Assert.Contains("nested deeper than 32", Refusal(string.Concat(Enumerable.Repeat("not ", 40)) + "A"), StringComparison.Ordinal);
        PredicateParser.Parse(string.Join(" or ", Enumerable.Repeat("A", 64)));
        Assert.Contains("more than 64 comparisons", Refusal(string.Join(" or ", Enumerable.Repeat("A", 65))), StringComparison.Ordinal);
        Assert.Contains("at most 4096 characters, this one 5001", Refusal("A" + new string(' ', 5_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyCharacters_GivesAPredicateOrASentence()
    {
        string[] words = ["A", "Vehicle.Speed", "[", "]", "(", ")", "and", "or", "not", "true", "'", "'x'", "1", "-", "1e", "==", "<", "=", "!", "\0", "é", " ", "."];
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(words.Length)] + (random.Next(2) == 0 ? " " : "")));
            try
            {
                Assert.NotEmpty(PredicateParser.Parse(text).Comparisons);
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
        _ => predicate.ToString(),
    };
}

using System.Globalization;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>A place in a row of tokens, and the expectations that the grammar can have there.</summary>
internal sealed class DbcCursor(string file, List<DbcToken> tokens)
{
    /// <summary>Longest name accepted, in characters; the format's own tools allow 128.</summary>
    public const int MaximumNameLength = 128;

    private int index;

    public DbcToken Current => tokens[index];

    public DbcToken Following => tokens[Math.Min(index + 1, tokens.Count - 1)];

    public bool AtEnd => Current.Kind == DbcTokenKind.End;

    public bool AtKeyword => Current.Kind == DbcTokenKind.Word && DbcParser.IsKeyword(Current.Text);

    public DbcToken Take() => AtEnd ? Current : tokens[index++];

    public bool TryTake(char symbol)
    {
        var found = Current.Is(symbol);
        if (found)
            index++;
        return found;
    }

    public bool TryTake(string keyword)
    {
        var found = Current.Is(keyword);
        if (found)
            index++;
        return found;
    }

    public void Expect(char symbol)
    {
        if (!TryTake(symbol))
            throw Unexpected($"'{symbol}'");
    }

    public string Name(string what)
    {
        if (Current.Kind == DbcTokenKind.Number)
            throw Error(Current, $"{what} expected, found {Current}: a name cannot begin with a digit");
        if (Current.Kind != DbcTokenKind.Word || AtKeyword)
            throw Unexpected(what);
        if (Current.Text.Length > MaximumNameLength)
            throw Error(Current, $"{what} is longer than {MaximumNameLength} characters");
        return Take().Text;
    }

    public string Text(string what) => Current.Kind == DbcTokenKind.Text ? Take().Text : throw Unexpected($"{what} in quotes");

    public DbcNumber Number(string what) =>
        Current.Kind == DbcTokenKind.Number && DbcNumber.TryParse(Current.Text, out var number)
            ? Advance(number)
            : throw Unexpected($"{what}, a number,");

    public int Integer(string what, int minimum, int maximum) =>
        Current.Kind == DbcTokenKind.Number
        && int.TryParse(Current.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= minimum && number <= maximum
            ? Advance(number)
            : throw Unexpected($"{what}, {minimum} to {maximum},");

    public long Long(string what) =>
        Current.Kind == DbcTokenKind.Number
        && long.TryParse(Current.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Advance(number)
            : throw Unexpected($"{what}, an integer,");

    /// <summary>A message id as the file writes it: bit 31 says extended.</summary>
    public uint Id() =>
        Current.Kind == DbcTokenKind.Number && uint.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Advance(id)
            : throw Unexpected("a message id of 32 bits");

    public DbcException Unexpected(string expected) => Error(Current, $"{expected} expected, found {Current}");

    public DbcException Error(DbcToken at, string reason) => Error(at.Line, reason);

    public DbcException Error(int line, string reason) => new(file, line, reason);

    private T Advance<T>(T value)
    {
        index++;
        return value;
    }
}

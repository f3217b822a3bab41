using System.Globalization;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>Reads one <c>SG_ name [M|mN|mNM] : start|length@order± (factor,offset) [minimum|maximum] "unit" receiver, …</c></summary>
internal static class DbcSignalLine
{
    /// <exception cref="DbcException">The line breaks the grammar.</exception>
    public static SignalDraft Read(DbcCursor cursor)
    {
        var line = cursor.Take().Line;
        var name = cursor.Name("a signal name");
        var multiplexing = cursor.Current.Is(':') ? default : Multiplexing(cursor);
        cursor.Expect(':');
        var start = cursor.Integer("a start bit", 0, (DbcFile.MaximumMessageLength * 8) - 1);
        cursor.Expect('|');
        var length = cursor.Integer("a signal length", 1, 64);
        cursor.Expect('@');
        var isBigEndian = cursor.Integer("a byte order", 0, 1) == 0;
        var isSigned = cursor.TryTake('-');
        if (!isSigned)
            cursor.Expect('+');
        var (factor, offset) = Pair(cursor, "(,)", "a factor", "an offset");
        var (minimum, maximum) = Pair(cursor, "[|]", "a minimum", "a maximum");
        var signal = new DbcSignal
        {
            Name = name,
            Line = line,
            StartBit = start,
            Length = length,
            IsBigEndian = isBigEndian,
            IsSigned = isSigned,
            Factor = factor,
            Offset = offset,
            Minimum = minimum,
            Maximum = maximum,
            Unit = cursor.Text("a unit"),
            IsMultiplexer = multiplexing.IsMultiplexer,
        };
        SkipReceivers(cursor);
        return new SignalDraft(signal, multiplexing);
    }

    private static DbcMultiplexing Multiplexing(DbcCursor cursor)
    {
        var token = cursor.Current;
        var text = cursor.Name("M, mN or mNM");
        var isMultiplexer = text.EndsWith('M');
        if (text == "M")
            return new DbcMultiplexing(true, null);
        var digits = text.AsSpan(1, text.Length - (isMultiplexer ? 2 : 1));
        if (text[0] != 'm' || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw cursor.Error(token, $"M, mN or mNM expected, found {token}");
        return new DbcMultiplexing(isMultiplexer, value);
    }

    private static (DbcNumber First, DbcNumber Second) Pair(DbcCursor cursor, string symbols, string first, string second)
    {
        cursor.Expect(symbols[0]);
        var firstNumber = cursor.Number(first);
        cursor.Expect(symbols[1]);
        var secondNumber = cursor.Number(second);
        cursor.Expect(symbols[2]);
        return (firstNumber, secondNumber);
    }

    private static void SkipReceivers(DbcCursor cursor)
    {
        while (cursor.Current.Kind == DbcTokenKind.Word && !cursor.AtKeyword)
        {
            cursor.Name("a receiver");
            cursor.TryTake(',');
        }
    }
}

using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Column = AutoValley.V1.Column;

namespace AutoValley.Cli.Remote;

/// <summary>A column of an answer with its times. Answers carry plain columns; encoded ones are for those who have the codec.</summary>
internal readonly struct PlainColumn
{
    private readonly Column column;

    private PlainColumn(long[] times, Column column)
    {
        Times = times;
        this.column = column;
    }

    /// <summary>Unix nanoseconds.</summary>
    public long[] Times { get; }

    /// <summary>The value at the time of the same index.</summary>
    public Cell this[int index] => column.ValuesCase switch
    {
        Column.ValuesOneofCase.Doubles => column.Doubles.Values[index],
        Column.ValuesOneofCase.Integers => column.Integers.Values[index],
        Column.ValuesOneofCase.Booleans => column.Booleans.Values[index],
        _ => column.Texts.Values[index],
    };

    /// <summary>Reads a column of an answer.</summary>
    /// <exception cref="CommandException">It is encoded, or does not fit its times.</exception>
    public static PlainColumn Read(string signal, TimeBase? times, long baseTime, Column? column)
    {
        if (times is null || column is null)
            throw Unreadable(signal, "without times or values");
        var decoded = Decode(signal, times, baseTime);
        var count = column.ValuesCase switch
        {
            Column.ValuesOneofCase.Doubles => column.Doubles.Values.Count,
            Column.ValuesOneofCase.Integers => column.Integers.Values.Count,
            Column.ValuesOneofCase.Booleans => column.Booleans.Values.Count,
            Column.ValuesOneofCase.Texts => column.Texts.Values.Count,
            Column.ValuesOneofCase.None => 0, // a column of no values has nothing to tell its type by
            _ => throw Unreadable(signal, "in an encoding that this program does not read"),
        };
        return count == decoded.Length ? new(decoded, column) : throw Unreadable(signal, $"with {count} values for {decoded.Length} times");
    }

    /// <summary>The times of a time base: differences, each from the time before.</summary>
    /// <exception cref="CommandException">They are encoded.</exception>
    private static long[] Decode(string signal, TimeBase times, long baseTime)
    {
        if (times.TimesCase == TimeBase.TimesOneofCase.Encoded)
            throw Unreadable(signal, "with times in an encoding that this program does not read");
        if (times.TimesCase == TimeBase.TimesOneofCase.None)
            return [];
        var decoded = new long[times.Plain.Deltas.Count];
        var time = baseTime;
        for (var i = 0; i < decoded.Length; i++)
            decoded[i] = time = unchecked(time + times.Plain.Deltas[i]);
        return decoded;
    }

    private static CommandException Unreadable(string signal, string how) =>
        CommandException.Failed($"the server sent {signal} {how}; is this autovalley as new as the server?");
}

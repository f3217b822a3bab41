using AutoValley.Telemetry;
using AutoValley.V1;
using Google.Protobuf.Collections;

namespace AutoValley.Server.Query;

/// <summary>Columns of the store as plain proto columns, which any language reads with generated code alone.</summary>
internal static class PlainColumns
{
    /// <summary>Times as differences: the first from <paramref name="baseTime"/>, each other from the one before.</summary>
    public static TimeBase ToTimeBase(ReadOnlySpan<long> times, long baseTime)
    {
        var plain = new PlainTimes();
        plain.Deltas.Capacity = times.Length;
        var previous = baseTime;
        foreach (var time in times)
        {
            plain.Deltas.Add(unchecked(time - previous));
            previous = time;
        }
        return new TimeBase { Plain = plain };
    }

    /// <summary>Values as the column of their type, for time base <paramref name="timeBase"/>.</summary>
    public static Column ToColumn(Values values, int timeBase)
    {
        var column = new Column { TimeBase = (uint)timeBase };
        switch (values)
        {
            case Values<double> doubles:
                Fill((column.Doubles = new DoubleValues()).Values, doubles);
                break;
            case Values<long> integers:
                Fill((column.Integers = new IntegerValues()).Values, integers);
                break;
            case Values<bool> booleans:
                Fill((column.Booleans = new BooleanValues()).Values, booleans);
                break;
            case Values<string> texts:
                Fill((column.Texts = new TextValues()).Values, texts);
                break;
            default:
                throw new ArgumentException($"no column for {values.Type}", nameof(values));
        }
        return column;
    }

    private static void Fill<T>(RepeatedField<T> field, Values<T> values)
    {
        field.Capacity = values.Count;
        foreach (var item in values.Items.Span)
            field.Add(item);
    }
}

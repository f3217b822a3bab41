using System.Globalization;
using System.Text;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>A column's values as the golden file and columns.py write them: kind, then the values, N*value for a run.</summary>
internal static class ColumnText
{
    public static string Decode(byte[] column)
    {
        var header = ColumnCodec.ReadHeader(column);
        return header.Kind == ColumnKind.Times
            ? Show("times", ColumnCodec.DecodeTimes(column, header.Count).Select(Number))
            : Of(ColumnCodec.Decode(column, header.Count));
    }

    public static string OfTimes(long[] times) => Show("times", times.Select(Number));

    public static string Of(Values values) => values switch
    {
        Values<double> doubles => Show("doubles", doubles.Items.ToArray().Select(value => BitConverter.DoubleToUInt64Bits(value).ToString("x16", null))),
        Values<long> integers => Show("integers", integers.Items.ToArray().Select(Number)),
        Values<bool> booleans => Show("booleans", booleans.Items.ToArray().Select(value => value ? "1" : "0")),
        _ => Show("texts", ((Values<string>)values).Items.ToArray().Select(text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)))),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Show(string kind, IEnumerable<string> words)
    {
        var text = new StringBuilder(kind);
        foreach (var (word, count) in Grouped(words))
            text.Append(' ').Append(count == 1 ? word : $"{count}*{word}");
        return text.ToString();
    }

    private static IEnumerable<(string Word, int Count)> Grouped(IEnumerable<string> words)
    {
        var (last, count) = ("", 0);
        foreach (var word in words)
        {
            if (count > 0 && word != last)
            {
                yield return (last, count);
                count = 0;
            }
            (last, count) = (word, count + 1);
        }
        if (count > 0)
            yield return (last, count);
    }
}

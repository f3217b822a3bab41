using System.Buffers.Text;
using System.Text;

namespace AutoValley.Benchmarks.Peers.VictoriaMetrics;

/// <summary>A line of VictoriaMetrics' export: <c>{"metric":{…},"values":[…],"timestamps":[…]}</c>. The lines of a series come in any
/// order and may overlap.</summary>
internal static class ExportedLine
{
    private const int ShownBytes = 40;

    /// <summary>Reads the numbers in place and compares them; returns how many samples are right.</summary>
    public static int Check(ReadOnlySpan<byte> line, ExportQuestion question)
    {
        var values = After(line, "\"values\":["u8);
        var times = After(line, "\"timestamps\":["u8);
        var (right, position) = (0, 0);
        for (var more = true; more; position++)
        {
            var (value, time) = (Number(ref values), Number(ref times));
            // The first of a line, and where another line has what comes next.
            if (!question.IsAt(position, (long)time))
                position = question.PositionOf((long)time);
            right += question.Matches(position, (long)time, value) ? 1 : 0;
            more = values[0] == ',';
            values = values[1..];
            times = times[1..];
        }
        return right;
    }

    private static double Number(ref ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out double number, out var used))
            throw Unreadable(text);
        text = text[used..];
        return number;
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        var at = line.IndexOf(name);
        return at < 0 ? throw Unreadable(line) : line[(at + name.Length)..];
    }

    private static BenchmarkException Unreadable(ReadOnlySpan<byte> text) =>
        new($"VictoriaMetrics' export cannot be read at {Encoding.UTF8.GetString(text[..Math.Min(ShownBytes, text.Length)])}");
}

using System.Globalization;
using System.Text;

namespace AutoValley.Benchmarks.Peers;

/// <summary>A body of text, built once before the clock runs.</summary>
internal sealed class Utf8Body(int capacity)
{
    private const int LongestNumber = 32;

    private byte[] bytes = new byte[Math.Max(capacity, LongestNumber)];
    private int length;

    public Utf8Body Add(string text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
        return this;
    }

    /// <summary>The shortest text that reads back to the same bits.</summary>
    public Utf8Body Add(double value)
    {
        Reserve(LongestNumber);
        value.TryFormat(bytes.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
        return this;
    }

    public Utf8Body Add(long value)
    {
        Reserve(LongestNumber);
        value.TryFormat(bytes.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
        return this;
    }

    /// <summary>Takes the last byte away: a comma too many.</summary>
    public Utf8Body Cut()
    {
        length--;
        return this;
    }

    public ReadOnlyMemory<byte> ToMemory() => bytes.AsMemory(0, length).ToArray();

    private void Reserve(int more)
    {
        if (bytes.Length - length < more)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + more));
    }
}

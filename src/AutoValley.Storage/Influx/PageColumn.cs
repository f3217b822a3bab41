using System.Globalization;
using System.Text.Json;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>Times and values of rows: a time, the series' field, and of a series of doubles its bits.</summary>
internal abstract class PageColumn
{
    /// <summary>Bytes of text that make a page full, however few samples these are.</summary>
    public const long MaximumTextBytes = 8 * 1024 * 1024;

    /// <summary>How many samples.</summary>
    public abstract int Count { get; }

    /// <summary>Whether no more is taken: the last row tells where the next page begins.</summary>
    public bool IsFull { get; protected set; }

    /// <summary>How many rows there were: a row without a value, which nobody should have written, is no sample.</summary>
    public int Rows { get; protected set; }

    /// <summary>Of the last row.</summary>
    public long LastTime { get; protected set; }

    /// <summary>Rows for values of a type.</summary>
    public static PageColumn Of(SignalType type) => type switch
    {
        SignalType.Double => new PageColumn<double>(static (ref reader) => reader.GetDouble(), Values.Of),
        SignalType.Integer => new PageColumn<long>(static (ref reader) => reader.GetInt64(), Values.Of),
        SignalType.Boolean => new PageColumn<bool>(static (ref reader) => reader.GetBoolean(), Values.Of),
        SignalType.Text => new PageColumn<string>(static (ref reader) => reader.GetString()!, Values.Of),
        _ => throw new ArgumentException($"no value type {type}", nameof(type)),
    };

    /// <summary>See <see cref="IInfluxRows.Value"/>.</summary>
    public abstract void Value(int column, ref Utf8JsonReader value);

    /// <summary>See <see cref="IInfluxRows.EndRow"/>.</summary>
    public abstract void EndRow();

    /// <summary>The samples before a time.</summary>
    public abstract Samples Before(long time);
}

/// <inheritdoc/>
internal sealed class PageColumn<T>(ReadCell<T> read, Func<ReadOnlyMemory<T>, Values<T>> wrap) : PageColumn
{
    private long[] times = new long[16];
    private T[] values = new T[16];
    private int count;
    private long time;
    private T value = default!;
    private bool hasValue;
    private long textBytes;

    public override int Count => count;

    public override void Value(int column, ref Utf8JsonReader cell)
    {
        if (IsFull)
            return;
        if (column == 0)
            (time, hasValue) = (cell.GetInt64(), false);
        else if (cell.TokenType == JsonTokenType.Null)
            return;
        else if (column == 1)
        {
            (value, hasValue) = (read(ref cell), true);
            textBytes += value is string text ? sizeof(char) * (long)text.Length : 0;
        }
        else if (cell.GetString() is { Length: > 0 } bits)
            (value, hasValue) = ((T)(object)BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)), true);
    }

    public override void EndRow()
    {
        if (IsFull)
            return;
        Rows++;
        LastTime = time;
        // The last row comes again with the next page, so that one alone would be no step.
        IsFull = textBytes > MaximumTextBytes && Rows > 1;
        if (!hasValue)
            return;
        if (count == times.Length)
        {
            Array.Resize(ref times, count * 2);
            Array.Resize(ref values, count * 2);
        }
        (times[count], values[count]) = (time, value);
        count++;
    }

    public override Samples Before(long end)
    {
        var first = ((ReadOnlySpan<long>)times.AsSpan(0, count)).IndexOfTime(end);
        return new Samples(times.AsMemory(0, first), wrap(values.AsMemory(0, first)));
    }
}

/// <summary>Reads the value that the reader stands on.</summary>
internal delegate T ReadCell<out T>(ref Utf8JsonReader reader);

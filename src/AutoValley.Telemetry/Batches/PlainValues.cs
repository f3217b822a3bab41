using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace AutoValley.Telemetry.Batches;

/// <summary>
/// The plain messages DoubleValues, IntegerValues, BooleanValues, TextValues and PlainTimes: one repeated field, number 1, packed or not.
/// <see cref="Count"/> validates; the readers take what it has accepted.
/// </summary>
internal static class PlainValues
{
    private const int Field = 1;
    private const int MaximumContinuations = 9;

    /// <summary>How many values; -1 when the bytes are no such message.</summary>
    public static int Count(ReadOnlySpan<byte> message, SignalType type)
    {
        var reader = new WireReader(message);
        var count = 0;
        while (reader.Next())
        {
            if (reader.Field != Field)
                reader.Skip();
            else if (reader.Type == UnpackedType(type))
            {
                reader.Skip();
                count++;
            }
            else if (CountIn(reader.BytesField(), type) is var more and >= 0)
                count += more;
            else
                return -1;
        }
        return reader.Failed ? -1 : count;
    }

    /// <summary>UTF-8 bytes of the texts in the message.</summary>
    public static long TextBytes(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        long bytes = 0;
        while (reader.Next())
        {
            if (reader.Field == Field)
                bytes += reader.BytesField().Length;
            else
                reader.Skip();
        }
        return bytes;
    }

    /// <summary>The values as a column.</summary>
    public static Values Read(ReadOnlySpan<byte> message, SignalType type, int count)
    {
        switch (type)
        {
            case SignalType.Double:
                var doubles = new double[count];
                ReadInto(message, doubles);
                return Values.Of(doubles);
            case SignalType.Integer:
                var integers = new long[count];
                ReadInto(message, integers);
                return Values.Of(integers);
            case SignalType.Boolean:
                var booleans = new bool[count];
                ReadInto(message, booleans);
                return Values.Of(booleans);
            default:
                var texts = new string[count];
                ReadInto(message, texts);
                return Values.Of(texts);
        }
    }

    /// <summary>Fills in the time stamps: the first counted from <paramref name="baseTime"/>, each other from the one before.</summary>
    public static void TimesInto(ReadOnlySpan<byte> message, long baseTime, Span<long> times)
    {
        ReadInto(message, times);
        foreach (ref var time in times)
            baseTime = time += baseTime;
    }

    /// <summary>Fills in doubles, as many as <see cref="Count"/> said.</summary>
    public static void ReadInto(ReadOnlySpan<byte> message, Span<double> values)
    {
        var reader = new WireReader(message);
        var index = 0;
        while (reader.Next())
        {
            if (reader.Field != Field)
                reader.Skip();
            else if (reader.Type == WireType.Fixed64)
                values[index++] = BitConverter.Int64BitsToDouble(reader.Fixed64Field());
            else
                index += CopyDoubles(reader.BytesField(), values[index..]);
        }
    }

    /// <summary>Fills in integers, as many as <see cref="Count"/> said.</summary>
    public static void ReadInto(ReadOnlySpan<byte> message, Span<long> values)
    {
        var cursor = new PlainVarints(message, Field);
        foreach (ref var value in values)
            value = ZigZag.Decode(cursor.Next());
    }

    /// <summary>Fills in booleans, as many as <see cref="Count"/> said.</summary>
    public static void ReadInto(ReadOnlySpan<byte> message, Span<bool> values)
    {
        var cursor = new PlainVarints(message, Field);
        foreach (ref var value in values)
            value = cursor.Next() != 0;
    }

    /// <summary>Fills in texts, as many as <see cref="Count"/> said.</summary>
    public static void ReadInto(ReadOnlySpan<byte> message, Span<string> values)
    {
        var reader = new WireReader(message);
        for (var index = 0; reader.Next();)
        {
            if (reader.Field == Field)
                values[index++] = Encoding.UTF8.GetString(reader.BytesField());
            else
                reader.Skip();
        }
    }

    /// <summary>How one value stands where values are not packed; texts never are and have no other form.</summary>
    private static WireType? UnpackedType(SignalType type) => type switch
    {
        SignalType.Double => WireType.Fixed64,
        SignalType.Text => null,
        _ => WireType.Varint,
    };

    private static int CountIn(ReadOnlySpan<byte> bytes, SignalType type) => type switch
    {
        SignalType.Double => bytes.Length % sizeof(double) == 0 ? bytes.Length / sizeof(double) : -1,
        SignalType.Text => Utf8.IsValid(bytes) ? 1 : -1,
        _ => CountVarints(bytes),
    };

    private static int CountVarints(ReadOnlySpan<byte> packed)
    {
        var (count, continuations) = (0, 0);
        foreach (var one in packed)
        {
            if (one < 0x80)
                (count, continuations) = (count + 1, 0);
            else if (++continuations > MaximumContinuations)
                return -1;
        }
        return continuations == 0 ? count : -1;
    }

    private static int CopyDoubles(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        var count = bytes.Length / sizeof(double);
        if (BitConverter.IsLittleEndian)
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
        else
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<double, long>(values)[..count]);
        return count;
    }
}

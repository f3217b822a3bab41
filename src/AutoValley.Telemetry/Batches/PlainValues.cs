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
    public static Values Read(ReadOnlySpan<byte> message, SignalType type, int count) => type switch
    {
        SignalType.Double => Values.Of(Doubles(message, count)),
        SignalType.Integer => Values.Of(Integers(message, count)),
        SignalType.Boolean => Values.Of(Array.ConvertAll(Varints(message, count), value => value != 0)),
        _ => Values.Of(Texts(message, count)),
    };

    /// <summary>The time stamps: the first counted from <paramref name="baseTime"/>, each other from the one before.</summary>
    public static long[] Times(ReadOnlySpan<byte> message, int count, long baseTime)
    {
        var times = Integers(message, count);
        for (var index = 0; index < times.Length; index++)
            baseTime = times[index] += baseTime;
        return times;
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

    private static double[] Doubles(ReadOnlySpan<byte> message, int count)
    {
        var values = new double[count];
        var reader = new WireReader(message);
        var index = 0;
        while (reader.Next())
        {
            if (reader.Field != Field)
                reader.Skip();
            else if (reader.Type == WireType.Fixed64)
                values[index++] = BitConverter.Int64BitsToDouble(reader.Fixed64Field());
            else
                index += CopyDoubles(reader.BytesField(), values.AsSpan(index));
        }
        return values;
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

    private static long[] Integers(ReadOnlySpan<byte> message, int count)
    {
        var values = Varints(message, count);
        for (var index = 0; index < values.Length; index++)
            values[index] = ZigZag.Decode((ulong)values[index]);
        return values;
    }

    private static long[] Varints(ReadOnlySpan<byte> message, int count)
    {
        var values = new long[count];
        var reader = new WireReader(message);
        var index = 0;
        while (reader.Next())
        {
            if (reader.Field != Field)
                reader.Skip();
            else if (reader.Type == WireType.Varint)
                values[index++] = (long)reader.Varint();
            else
            {
                for (var packed = new WireReader(reader.BytesField()); !packed.AtEnd;)
                    values[index++] = (long)packed.Varint();
            }
        }
        return values;
    }

    private static string[] Texts(ReadOnlySpan<byte> message, int count)
    {
        var values = new string[count];
        var reader = new WireReader(message);
        for (var index = 0; reader.Next();)
        {
            if (reader.Field == Field)
                values[index++] = Encoding.UTF8.GetString(reader.BytesField());
            else
                reader.Skip();
        }
        return values;
    }
}

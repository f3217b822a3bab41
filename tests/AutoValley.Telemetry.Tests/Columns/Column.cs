using System.Buffers;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>Encodes and compares columns.</summary>
internal static class Column
{
    public static byte[] Encode(Values values)
    {
        var output = new ArrayBufferWriter<byte>();
        ColumnCodec.Encode(values, output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] EncodeTimes(long[] times)
    {
        var output = new ArrayBufferWriter<byte>();
        ColumnCodec.EncodeTimes(times, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Encodes, decodes, compares bit by bit; the bytes it took.</summary>
    public static int RoundTrip(double[] values)
    {
        var bytes = Encode(Values.Of(values));
        var decoded = (Values<double>)ColumnCodec.Decode(bytes, values.Length);
        Assert.Equal(Array.ConvertAll(values, BitConverter.DoubleToInt64Bits), Array.ConvertAll(decoded.Items.ToArray(), BitConverter.DoubleToInt64Bits));
        Assert.Equal(new ColumnHeader(ColumnKind.Double, values.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTrip(long[] values)
    {
        var bytes = Encode(Values.Of(values));
        Assert.Equal(values, ((Values<long>)ColumnCodec.Decode(bytes, values.Length)).Items.ToArray());
        Assert.Equal(new ColumnHeader(ColumnKind.Integer, values.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTrip(bool[] values)
    {
        var bytes = Encode(Values.Of(values));
        Assert.Equal(values, ((Values<bool>)ColumnCodec.Decode(bytes, values.Length)).Items.ToArray());
        Assert.Equal(new ColumnHeader(ColumnKind.Boolean, values.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTrip(string[] values)
    {
        var bytes = Encode(Values.Of(values));
        Assert.Equal(values, ((Values<string>)ColumnCodec.Decode(bytes, values.Length)).Items.ToArray());
        var textBytes = values.Sum(System.Text.Encoding.UTF8.GetByteCount);
        Assert.Equal(new ColumnHeader(ColumnKind.Text, values.Length, textBytes), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTripTimes(long[] times)
    {
        var bytes = EncodeTimes(times);
        Assert.Equal(times, ColumnCodec.DecodeTimes(bytes, times.Length));
        Assert.Equal(new ColumnHeader(ColumnKind.Times, times.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }
}

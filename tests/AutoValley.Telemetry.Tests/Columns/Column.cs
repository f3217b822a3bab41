using System.Buffers;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>Encodes and compares columns.</summary>
internal static class Column
{
    public static ColumnEffort[] Efforts { get; } = Enum.GetValues<ColumnEffort>();

    public static byte[] Encode(Values values, ColumnEffort effort = ColumnEffort.Fast)
    {
        var output = new ArrayBufferWriter<byte>();
        ColumnCodec.Encode(values, output, effort);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] EncodeTimes(long[] times, ColumnEffort effort = ColumnEffort.Fast)
    {
        var output = new ArrayBufferWriter<byte>();
        ColumnCodec.EncodeTimes(times, output, effort);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Encodes, decodes, compares bit by bit; the bytes it took. Where no effort is given, both are tried, and these are the fast one's.</summary>
    public static int RoundTrip(double[] values) => BothEfforts(effort => RoundTrip(values, effort));

    public static int RoundTrip(double[] values, ColumnEffort effort)
    {
        var bytes = Encode(Values.Of(values), effort);
        var decoded = (Values<double>)ColumnCodec.Decode(bytes, values.Length);
        Assert.Equal(Array.ConvertAll(values, BitConverter.DoubleToInt64Bits), Array.ConvertAll(decoded.Items.ToArray(), BitConverter.DoubleToInt64Bits));
        Assert.Equal(new ColumnHeader(ColumnKind.Double, values.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTrip(long[] values) => BothEfforts(effort => RoundTrip(values, effort));

    public static int RoundTrip(long[] values, ColumnEffort effort)
    {
        var bytes = Encode(Values.Of(values), effort);
        Assert.Equal(values, ((Values<long>)ColumnCodec.Decode(bytes, values.Length)).Items.ToArray());
        Assert.Equal(new ColumnHeader(ColumnKind.Integer, values.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTrip(bool[] values) => BothEfforts(effort => RoundTrip(values, effort));

    public static int RoundTrip(bool[] values, ColumnEffort effort)
    {
        var bytes = Encode(Values.Of(values), effort);
        Assert.Equal(values, ((Values<bool>)ColumnCodec.Decode(bytes, values.Length)).Items.ToArray());
        Assert.Equal(new ColumnHeader(ColumnKind.Boolean, values.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTrip(string[] values) => BothEfforts(effort => RoundTrip(values, effort));

    public static int RoundTrip(string[] values, ColumnEffort effort)
    {
        var bytes = Encode(Values.Of(values), effort);
        Assert.Equal(values, ((Values<string>)ColumnCodec.Decode(bytes, values.Length)).Items.ToArray());
        var textBytes = values.Sum(System.Text.Encoding.UTF8.GetByteCount);
        Assert.Equal(new ColumnHeader(ColumnKind.Text, values.Length, textBytes), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    public static int RoundTripTimes(long[] times) => BothEfforts(effort => RoundTripTimes(times, effort));

    public static int RoundTripTimes(long[] times, ColumnEffort effort)
    {
        var bytes = EncodeTimes(times, effort);
        Assert.Equal(times, ColumnCodec.DecodeTimes(bytes, times.Length));
        Assert.Equal(new ColumnHeader(ColumnKind.Times, times.Length), ColumnCodec.ReadHeader(bytes));
        return bytes.Length;
    }

    private static int BothEfforts(Func<ColumnEffort, int> roundTrip)
    {
        var (fast, smallest) = (roundTrip(ColumnEffort.Fast), roundTrip(ColumnEffort.Smallest));
        Assert.True(smallest <= fast, $"{smallest} bytes where fast ones are {fast}");
        return fast;
    }
}

using AutoValley.Edge.Sources.Dbc;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Dbc;

public sealed class SignalDecoderTests
{
    private static readonly byte[] Zeros = new byte[64 + BitField.Padding];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Raw_EveryPlaceAndLength_EqualsBitByBit(bool isBigEndian)
    {
        var random = new Random(3);
        var data = new byte[24 + BitField.Padding];
        for (var start = 0; start < 16 * 8; start++)
        {
            for (var length = 1; length <= 64; length++)
            {
                random.NextBytes(data);
                foreach (var isSigned in (bool[])[false, true])
                {
                    var signal = Signal(start, length, isBigEndian, isSigned);
                    Assert.Equal(BitByBit(data, signal), new SignalDecoder(signal).Raw(data.AsSpan(0, signal.EndByte + BitField.Padding)));
                }
            }
        }
    }

    [Theory]
    [InlineData(8, false, "1", "0", SignalType.Integer)]
    [InlineData(8, false, "1.0", "-40.0", SignalType.Integer)]
    [InlineData(8, false, "1e3", "0", SignalType.Integer)]
    [InlineData(8, false, "0.5", "0", SignalType.Double)]
    [InlineData(8, false, "1", "0.5", SignalType.Double)]
    [InlineData(8, false, "1e-30", "0", SignalType.Double)]
    [InlineData(8, false, "1e30", "0", SignalType.Double)]
    [InlineData(63, false, "1", "0", SignalType.Integer)]
    [InlineData(63, false, "1", "1", SignalType.Double)]
    [InlineData(64, false, "1", "0", SignalType.Double)]
    [InlineData(64, true, "1", "0", SignalType.Integer)]
    [InlineData(64, true, "-1", "0", SignalType.Double)]
    [InlineData(62, true, "2", "0", SignalType.Integer)]
    [InlineData(63, true, "3", "0", SignalType.Double)]
    public void Type_ByRange_IsIntegerOnlyWhenEveryValueFits(int length, bool isSigned, string factor, string offset, SignalType expected) =>
        Assert.Equal(expected, new SignalDecoder(Signal(0, length, false, isSigned) with { Factor = Number(factor), Offset = Number(offset) }).Type);

    [Fact]
    public void Physical_IntegerAtTheEnds_IsExact()
    {
        var decoder = new SignalDecoder(Signal(0, 64, false, true));
        var data = (byte[])Zeros.Clone();
        data[7] = 0x80;
        Assert.Equal(SampleValue.Of(long.MinValue), decoder.Physical(data));
        data.AsSpan(0, 8).Fill(0xFF);
        data[7] = 0x7F;
        Assert.Equal(SampleValue.Of(long.MaxValue), decoder.Physical(data));
    }

    [Fact]
    public void Physical_UnsignedOf64Bits_IsTheNearestDouble()
    {
        var data = (byte[])Zeros.Clone();
        data.AsSpan(0, 8).Fill(0xFF);
        var decoder = new SignalDecoder(Signal(0, 64, false, false));
        Assert.Equal(ulong.MaxValue, decoder.Raw(data));
        Assert.Equal(SampleValue.Of(18446744073709551615.0), decoder.Physical(data));
    }

    [Fact]
    public void Physical_Floats_AreIeee754AndKeepTheirBits()
    {
        var data = (byte[])Zeros.Clone();
        BitConverter.TryWriteBytes(data, (Half)(-2.5));
        BitConverter.TryWriteBytes(data.AsSpan(2), 1.1f);
        BitConverter.TryWriteBytes(data.AsSpan(6), -0.0);
        Assert.Equal(SampleValue.Of(-2.5), new SignalDecoder(Signal(0, 16, false, true) with { IsFloat = true }).Physical(data));
        Assert.Equal(SampleValue.Of((double)1.1f), new SignalDecoder(Signal(16, 32, false, true) with { IsFloat = true }).Physical(data));
        Assert.Equal(SampleValue.Of(-0.0), new SignalDecoder(Signal(48, 64, false, true) with { IsFloat = true }).Physical(data));
        Assert.Equal(SampleValue.Of(((double)1.1f * 2) + 1), new SignalDecoder(Signal(16, 32, false, true) with { IsFloat = true, Factor = Number("2"), Offset = Number("1") }).Physical(data));
    }

    private static DbcSignal Signal(int start, int length, bool isBigEndian, bool isSigned) => new()
    {
        Name = "s",
        Line = 1,
        StartBit = start,
        Length = length,
        IsBigEndian = isBigEndian,
        IsSigned = isSigned,
        Factor = Number("1"),
        Offset = Number("0"),
        Minimum = default,
        Maximum = default,
        Unit = "",
    };

    private static DbcNumber Number(string text) => DbcNumber.TryParse(text, out var number) ? number : throw new ArgumentException(text);

    /// <summary>The definition of the format, one bit at a time: big endian runs down within a byte and on to the highest bit of the next.</summary>
    private static ulong BitByBit(byte[] data, DbcSignal signal)
    {
        ulong raw = 0;
        var bit = signal.StartBit;
        for (var index = 0; index < signal.Length; index++)
        {
            var value = (ulong)(data[bit / 8] >> (bit % 8)) & 1;
            raw = signal.IsBigEndian ? (raw << 1) | value : raw | (value << index);
            bit = !signal.IsBigEndian ? bit + 1 : bit % 8 == 0 ? bit + 15 : bit - 1;
        }
        var isNegative = signal.IsSigned && (raw >> (signal.Length - 1) & 1) == 1;
        return isNegative && signal.Length < 64 ? raw | (ulong.MaxValue << signal.Length) : raw;
    }
}

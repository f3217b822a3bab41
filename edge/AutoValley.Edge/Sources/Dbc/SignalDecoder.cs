using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>A signal compiled for decoding: its bits and its conversion.</summary>
internal sealed class SignalDecoder
{
    private enum Conversion : byte
    {
        Integer,
        Signed,
        Unsigned,
        Half,
        Single,
        Double,
    }

    private readonly BitField field;
    private readonly Conversion conversion;
    private readonly long integerFactor;
    private readonly long integerOffset;
    private readonly double factor;
    private readonly double offset;

    private readonly ulong firstUnavailable;
    private readonly bool isAlwaysAvailable;

    /// <param name="signal">What it decodes.</param>
    /// <param name="firstUnavailable">The least raw value by which a sender says that it has none; null when every one is a value.</param>
    public SignalDecoder(DbcSignal signal, ulong? firstUnavailable = null)
    {
        Signal = signal;
        (this.firstUnavailable, isAlwaysAvailable) = (firstUnavailable ?? 0, firstUnavailable is null);
        field = new BitField(signal);
        (factor, offset) = (signal.Factor.Value, signal.Offset.Value);
        if (signal.IsFloat)
        {
            conversion = signal.Length switch { 16 => Conversion.Half, 32 => Conversion.Single, _ => Conversion.Double };
        }
        else if (HasIntegerRange(signal))
        {
            (integerFactor, integerOffset) = (signal.Factor.Integer!.Value, signal.Offset.Integer!.Value);
            conversion = Conversion.Integer;
        }
        else
        {
            conversion = signal.IsSigned ? Conversion.Signed : Conversion.Unsigned;
        }
    }

    /// <summary>What it decodes.</summary>
    public DbcSignal Signal { get; }

    /// <summary>Integer when factor and offset are integers and every physical value fits 64 bits, signed; else double.</summary>
    public SignalType Type => conversion == Conversion.Integer ? SignalType.Integer : SignalType.Double;

    /// <summary>The raw bits; sign-extended when the signal is signed.</summary>
    public ulong Raw(ReadOnlySpan<byte> padded) => field.Read(padded);

    /// <summary>The physical value, raw × factor + offset in that order; false when the sender says that there is none.</summary>
    public bool TryRead(ReadOnlySpan<byte> padded, out SampleValue value)
    {
        var raw = field.Read(padded);
        value = default;
        if (!isAlwaysAvailable && raw >= firstUnavailable)
            return false;
        value = Physical(raw);
        return true;
    }

    /// <summary>The physical value, whatever its sender means by it.</summary>
    public SampleValue Physical(ReadOnlySpan<byte> padded) => Physical(field.Read(padded));

    private SampleValue Physical(ulong raw)
    {
        return conversion switch
        {
            Conversion.Integer => SampleValue.Of(((long)raw * integerFactor) + integerOffset),
            Conversion.Signed => SampleValue.Of(((long)raw * factor) + offset),
            Conversion.Unsigned => SampleValue.Of((raw * factor) + offset),
            Conversion.Half => Scaled((double)BitConverter.UInt16BitsToHalf((ushort)raw)),
            Conversion.Single => Scaled(BitConverter.UInt32BitsToSingle((uint)raw)),
            _ => Scaled(BitConverter.UInt64BitsToDouble(raw)),
        };
    }

    /// <summary>A float that is not scaled stays as it is, so that -0 stays -0.</summary>
    private SampleValue Scaled(double value) => SampleValue.Of(factor == 1 && offset == 0 ? value : (value * factor) + offset);

    private static bool HasIntegerRange(DbcSignal signal)
    {
        if (signal.Factor.Integer is not { } factor || signal.Offset.Integer is not { } offset)
            return false;
        var smallest = signal.IsSigned ? -(Int128.One << (signal.Length - 1)) : 0;
        var largest = (Int128.One << (signal.IsSigned ? signal.Length - 1 : signal.Length)) - 1;
        return Fits((smallest * factor) + offset) && Fits((largest * factor) + offset);
    }

    private static bool Fits(Int128 value) => value >= long.MinValue && value <= long.MaxValue;
}

using System.Globalization;
using AutoValley.Cli.Time;
using AutoValley.V1;

namespace AutoValley.Cli.Rendering;

/// <summary>One value of a row: exact, so that what is read back is what the vehicle said.</summary>
internal readonly struct Cell
{
    private const int LongestNumber = 32;

    private readonly CellKind kind;
    private readonly long bits;
    private readonly string? text;

    private Cell(CellKind kind, long bits, string? text = null)
    {
        this.kind = kind;
        this.bits = bits;
        this.text = text;
    }

    public bool IsMissing => kind == CellKind.Missing;

    /// <summary>Whether the value stands to the right in tables.</summary>
    public bool IsNumber => kind is CellKind.Double or CellKind.Integer or CellKind.Unsigned;

    /// <summary>Whether JSON has no literal for it: text, times, and doubles that are no numbers.</summary>
    public bool IsQuotedInJson => kind is CellKind.Text or CellKind.Time || (kind == CellKind.Double && !double.IsFinite(Double));

    private double Double => BitConverter.Int64BitsToDouble(bits);

    public static implicit operator Cell(string? value) => value is null ? default : new(CellKind.Text, 0, value);

    public static implicit operator Cell(double value) => new(CellKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Cell(long value) => new(CellKind.Integer, value);

    public static implicit operator Cell(ulong value) => new(CellKind.Unsigned, unchecked((long)value));

    public static implicit operator Cell(bool value) => new(CellKind.Boolean, value ? 1 : 0);

    /// <summary>An instant in Unix nanoseconds.</summary>
    public static Cell Time(long nanos) => new(CellKind.Time, nanos);

    /// <summary>An instant for which the protos write 0 when there is none.</summary>
    public static Cell TimeOrMissing(long nanos) => nanos == 0 ? default : Time(nanos);

    /// <summary>A value as the protos have it.</summary>
    public static Cell Of(Value value) => value.ValueCase switch
    {
        Value.ValueOneofCase.Double => value.Double,
        Value.ValueOneofCase.Integer => value.Integer,
        Value.ValueOneofCase.Boolean => value.Boolean,
        Value.ValueOneofCase.Text => value.Text,
        _ => default,
    };

    /// <summary>
    /// Writes the value by itself: the shortest decimals that read back as the same double, ISO 8601 times, nothing when missing.
    /// </summary>
    public void WriteTo(TextWriter writer)
    {
        Span<char> number = stackalloc char[LongestNumber];
        var length = 0;
        var formatted = kind switch
        {
            CellKind.Double => Double.TryFormat(number, out length, "R", CultureInfo.InvariantCulture),
            CellKind.Integer => bits.TryFormat(number, out length, default, CultureInfo.InvariantCulture),
            CellKind.Unsigned => unchecked((ulong)bits).TryFormat(number, out length, default, CultureInfo.InvariantCulture),
            _ => false,
        };
        if (formatted)
            writer.Write(number[..length]);
        else
            writer.Write(ToString());
    }

    public override string ToString() => kind switch
    {
        CellKind.Text => text!,
        CellKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        CellKind.Integer => bits.ToString(CultureInfo.InvariantCulture),
        CellKind.Unsigned => unchecked((ulong)bits).ToString(CultureInfo.InvariantCulture),
        CellKind.Boolean => bits != 0 ? "true" : "false",
        CellKind.Time => InstantText.Format(bits),
        _ => "",
    };

    private enum CellKind : byte
    {
        Missing,
        Text,
        Double,
        Integer,
        Unsigned,
        Boolean,
        Time,
    }
}

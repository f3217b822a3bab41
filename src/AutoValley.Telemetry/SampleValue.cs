using System.Globalization;

namespace AutoValley.Telemetry;

/// <summary>One value of any signal type. Where many travel together use <see cref="Values"/>.</summary>
public readonly record struct SampleValue
{
    private readonly long bits;
    private readonly string? text;

    private SampleValue(SignalType type, long bits, string? text = null) => (Type, this.bits, this.text) = (type, bits, text);

    /// <summary>Which of the accessors may be used.</summary>
    public SignalType Type { get; }

    /// <summary>The value of a <see cref="SignalType.Double"/>.</summary>
    public double Double => BitConverter.Int64BitsToDouble(bits);

    /// <summary>The value of an <see cref="SignalType.Integer"/>.</summary>
    public long Integer => bits;

    /// <summary>The value of a <see cref="SignalType.Boolean"/>.</summary>
    public bool Boolean => bits != 0;

    /// <summary>The value of a <see cref="SignalType.Text"/>.</summary>
    public string Text => text ?? "";

    /// <summary>A double, kept bit for bit.</summary>
    public static SampleValue Of(double value) => new(SignalType.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>An integer.</summary>
    public static SampleValue Of(long value) => new(SignalType.Integer, value);

    /// <summary>A boolean.</summary>
    public static SampleValue Of(bool value) => new(SignalType.Boolean, value ? 1 : 0);

    /// <summary>A text.</summary>
    public static SampleValue Of(string value) => new(SignalType.Text, 0, value);

    /// <summary>Value <paramref name="index"/> of <paramref name="values"/>.</summary>
    public static SampleValue At(Values values, int index) => values switch
    {
        Values<double> doubles => Of(doubles.Items.Span[index]),
        Values<long> integers => Of(integers.Items.Span[index]),
        Values<bool> booleans => Of(booleans.Items.Span[index]),
        Values<string> texts => Of(texts.Items.Span[index]),
        _ => throw new ArgumentException($"no value type {values.Type}", nameof(values)),
    };

    /// <summary>In the invariant culture; doubles round-trip.</summary>
    public override string ToString() => Type switch
    {
        SignalType.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        SignalType.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        SignalType.Boolean => Boolean ? "true" : "false",
        _ => Text,
    };
}

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>
/// How AutoValley's own samples are called in line protocol: measurement <c>telemetry</c>, and a field for each signal and type, so that none ever has another type: a
/// signal's name has no colon. A double's field is its signal's name, but for the few names that mean something else there. What the back end writes is read in again by this.
/// </summary>
public static class TelemetryLines
{
    /// <summary>The measurement of all samples.</summary>
    public const string Measurement = "telemetry";

    /// <summary>Tag: the organisation.</summary>
    public const string Organisation = "organisation";

    /// <summary>Tag: the vehicle.</summary>
    public const string Vehicle = "vehicle";

    /// <summary>Tag: the session's id.</summary>
    public const string Session = "session";

    /// <summary>Tag: the first number of a stretch of a session's batches.</summary>
    public const string Part = "part";

    /// <summary>UTF-8 bytes of a text at most: none that is longer is written.</summary>
    public const int MaximumTextBytes = 512 * 1024;

    private const string Bits = ":bits";

    private const string Reserved = ":double";

    // InfluxDB drops a field that is called as its times are, in silence, and InfluxQL takes a field for the tag of the same name.
    private static readonly HashSet<string> ReservedNames = new(["time", Organisation, Vehicle, Session, Part], StringComparer.OrdinalIgnoreCase);

    private static readonly (string Suffix, SignalType Type)[] Suffixes =
        [(":integer", SignalType.Integer), (":boolean", SignalType.Boolean), (":text", SignalType.Text)];

    /// <summary>The field of a signal.</summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public static string FieldOf(string signal, SignalType type) => type == SignalType.Double
        ? ReservedNames.Contains(signal) ? signal + Reserved : signal
        : Array.Find(Suffixes, one => one.Type == type).Suffix is { } suffix ? signal + suffix : throw new ArgumentException($"no value type {type}", nameof(type));

    /// <summary>The field beside that of a signal of doubles for those that line protocol has no word for: their bits, 16 hexadecimal digits.</summary>
    public static string BitsOf(string signal) => signal + Bits;

    /// <summary>The signal of a field whose value is of a type; null when the field is none of these, but just a name.</summary>
    /// <param name="field">As it is.</param>
    /// <param name="written">Type of the value.</param>
    /// <param name="isBits">Whether that is the bits of a double.</param>
    public static string? SignalOf(string field, SignalType written, out bool isBits)
    {
        isBits = written == SignalType.Text && field.EndsWith(Bits, StringComparison.Ordinal);
        if (written == SignalType.Double && field.EndsWith(Reserved, StringComparison.Ordinal))
            return ReservedNames.Contains(field[..^Reserved.Length]) ? field[..^Reserved.Length] : null;
        var suffix = isBits ? Bits : Array.Find(Suffixes, one => one.Type == written).Suffix;
        return suffix is not null && field.EndsWith(suffix, StringComparison.Ordinal) ? field[..^suffix.Length] : null;
    }
}

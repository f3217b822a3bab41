namespace AutoValley.Telemetry.LineProtocol;

/// <summary>Faults in words.</summary>
public static class LineFaults
{
    /// <summary>As InfluxDB says it, where it knows the fault.</summary>
    public static string ToText(this LineFault fault) => fault switch
    {
        LineFault.MissingMeasurement => "missing measurement",
        LineFault.MissingTagKey => "missing tag key",
        LineFault.MissingTagValue => "missing tag value",
        LineFault.DuplicateTag => "duplicate tags",
        LineFault.KeyTooLong => "max key length exceeded",
        LineFault.NotUtf8 => "invalid UTF-8",
        LineFault.MissingFields => "missing fields",
        LineFault.MissingFieldKey => "missing field key",
        LineFault.MissingFieldValue => "missing field value",
        LineFault.UnknownValue or LineFault.AfterValue => "invalid field format",
        LineFault.InvalidNumber => "invalid number",
        LineFault.NumberOutOfRange => "number out of range",
        LineFault.InvalidBoolean => "invalid boolean",
        LineFault.UnbalancedQuotes => "unbalanced quotes",
        LineFault.BadTime => "bad timestamp",
        LineFault.TimeOutOfRange => "time outside range",
        LineFault.BadComment => "invalid character in a comment",
        _ => "",
    };
}

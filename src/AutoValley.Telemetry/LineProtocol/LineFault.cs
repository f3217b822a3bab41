namespace AutoValley.Telemetry.LineProtocol;

/// <summary>What is wrong with a line. <see cref="LineFaults.ToText"/> says it in InfluxDB's words.</summary>
public enum LineFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It has no measurement, or that begins with a character that none may have.</summary>
    MissingMeasurement,

    /// <summary>A tag without a key, or something else where a tag or the fields have to begin.</summary>
    MissingTagKey,

    /// <summary>A tag without a value.</summary>
    MissingTagValue,

    /// <summary>The same tag twice.</summary>
    DuplicateTag,

    /// <summary>Measurement and tags are longer than <see cref="LineKeyReader.MaximumKeyBytes"/>, or more than <see cref="LineKeyReader.MaximumTags"/> tags.</summary>
    KeyTooLong,

    /// <summary>A name or a text that is no UTF-8.</summary>
    NotUtf8,

    /// <summary>No fields.</summary>
    MissingFields,

    /// <summary>A field without a name, or a name without a value.</summary>
    MissingFieldKey,

    /// <summary>A field without a value.</summary>
    MissingFieldValue,

    /// <summary>A value that begins as none does.</summary>
    UnknownValue,

    /// <summary>A number that is none.</summary>
    InvalidNumber,

    /// <summary>A number outside its type's range.</summary>
    NumberOutOfRange,

    /// <summary>A boolean that is none of the spellings.</summary>
    InvalidBoolean,

    /// <summary>A text that does not end.</summary>
    UnbalancedQuotes,

    /// <summary>Something behind a field's value.</summary>
    AfterValue,

    /// <summary>A time that is no integer, or something behind it.</summary>
    BadTime,

    /// <summary>A time that is no <see cref="long"/> of nanoseconds.</summary>
    TimeOutOfRange,

    /// <summary>A comment with a control character.</summary>
    BadComment,
}

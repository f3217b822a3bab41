namespace AutoValley.Telemetry.LineProtocol;

/// <summary>What a field's value is written as.</summary>
public enum LineValueKind
{
    /// <summary>No value.</summary>
    None,

    /// <summary><c>1</c>, <c>1.5</c>, <c>1e3</c>.</summary>
    Float,

    /// <summary><c>1i</c>.</summary>
    Integer,

    /// <summary><c>1u</c>, 64 bits.</summary>
    Unsigned,

    /// <summary><c>t</c>, <c>true</c>, <c>F</c>, …</summary>
    Boolean,

    /// <summary><c>"text"</c>.</summary>
    Text,
}

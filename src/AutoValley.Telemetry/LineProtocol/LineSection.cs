namespace AutoValley.Telemetry.LineProtocol;

/// <summary>What of a line comes next.</summary>
internal enum LineSection : byte
{
    /// <summary>A field.</summary>
    Fields,

    /// <summary>The time.</summary>
    Time,

    /// <summary>Nothing that can be read: the rest is skipped.</summary>
    Broken,

    /// <summary>The next line.</summary>
    End,
}

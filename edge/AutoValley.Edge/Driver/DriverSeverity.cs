namespace AutoValley.Edge.Driver;

/// <summary>How much a warning matters; numbered as in the protocol.</summary>
internal enum DriverSeverity
{
    /// <summary>To be known.</summary>
    Notice = 1,

    /// <summary>To be acted on soon.</summary>
    Warning,

    /// <summary>To be acted on now.</summary>
    Danger,
}

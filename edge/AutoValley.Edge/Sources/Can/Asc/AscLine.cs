namespace AutoValley.Edge.Sources.Can.Asc;

/// <summary>What a line behind its time is.</summary>
internal enum AscLine
{
    /// <summary>A CAN frame.</summary>
    Frame,

    /// <summary>Something of another bus, or an event.</summary>
    Other,

    /// <summary>A CAN frame that is broken.</summary>
    Broken,
}

namespace AutoValley.Site.Occupancy;

/// <summary>How a footprint lies to a zone at a margin; the order matters.</summary>
internal enum Nearness
{
    /// <summary>Clear of it by more than margin and hysteresis.</summary>
    Clear,

    /// <summary>Clear of it by more than the margin.</summary>
    Near,

    /// <summary>It may touch it.</summary>
    Possible,

    /// <summary>It touches it wherever within the margin it is.</summary>
    Touching,

    /// <summary>As <see cref="Touching"/>, deeper by the hysteresis.</summary>
    Deep,
}

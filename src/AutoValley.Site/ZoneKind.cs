namespace AutoValley.Site;

/// <summary>What a zone is for.</summary>
public enum ZoneKind
{
    /// <summary>The map does not say, or says a word of its own.</summary>
    Other,

    /// <summary>A test track or a part of it.</summary>
    Track,

    /// <summary>A road that connects.</summary>
    Lane,

    /// <summary>A crossing, fork or roundabout.</summary>
    Junction,

    /// <summary>An open surface for manoeuvres.</summary>
    Pad,

    /// <summary>Buildings and their yard.</summary>
    Workshop,

    /// <summary>Where vehicles stop beside a track.</summary>
    Pit,
}

namespace AutoValley.Edge.Sources.Monr;

/// <summary>Why a message, or a part of it, is not among the samples.</summary>
internal enum MonrFault
{
    Silence,
    Framing,
    Version,
    Checksum,
    Content,
    Time,
    OutOfRange,
    Stranger,
}

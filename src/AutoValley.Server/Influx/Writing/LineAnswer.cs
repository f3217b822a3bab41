namespace AutoValley.Server.Influx.Writing;

/// <summary>What became of a body: what was taken is durable.</summary>
/// <param name="Faults">Lines that were refused.</param>
/// <param name="Lines">All that said something.</param>
/// <param name="Unavailable">Why something could not be made durable, and the body is to be sent again; null when nothing is wrong.</param>
internal sealed record LineAnswer(LineFaultLog Faults, int Lines, string? Unavailable);

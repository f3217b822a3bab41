using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Writing;

/// <summary>A field of lines that look alike.</summary>
/// <param name="Name">As it stands in the lines, and <c>=</c>.</param>
/// <param name="Written">Type of its values as they stand there.</param>
/// <param name="Kept">Type of its values as they are kept: of a text with the bits of a double, that.</param>
/// <param name="Signal">Id in the session.</param>
/// <param name="IsRepeated">Whether a later field of the line has the same signal, which counts.</param>
internal sealed record LineSlot(byte[] Name, SignalType Written, SignalType Kept, uint Signal, bool IsRepeated);

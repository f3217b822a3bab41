using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Writing;

/// <summary>A field of lines that look alike.</summary>
/// <param name="Name">As it stands in the lines, and <c>=</c>.</param>
/// <param name="Type">Of its values.</param>
/// <param name="Signal">Id in the session.</param>
/// <param name="IsRepeated">Whether a later field of the line has the same signal, which counts.</param>
internal sealed record LineSlot(byte[] Name, SignalType Type, uint Signal, bool IsRepeated);

using AutoValley.Telemetry;

namespace AutoValley.Edge.Spool;

/// <summary>A batch in the spool that is not acknowledged yet.</summary>
/// <param name="Session">The session it was written in, which may be an earlier one than the agent's.</param>
/// <param name="Sequence">Its number in the session.</param>
/// <param name="Bytes">Length of its payload.</param>
internal readonly record struct SpooledBatch(SessionId Session, ulong Sequence, int Bytes);

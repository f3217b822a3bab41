using AutoValley.Edge.Ordering;
using AutoValley.Edge.Spool;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge;

/// <summary>What a session has of its agent.</summary>
/// <param name="Clock">For all that is due.</param>
/// <param name="Logger">The agent's.</param>
/// <param name="Ledger">Counts what the agent has in memory alone.</param>
/// <param name="Report">Writes the agent's status.</param>
/// <param name="Command">Carries out a command, with the session's part in it, and gives the answer.</param>
internal sealed record SessionHost(TimeProvider Clock, ILogger Logger, SampleLedger Ledger, Func<byte[]> Report, Func<ReadOnlyMemory<byte>, IOrders, byte[]?> Command);

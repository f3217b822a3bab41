using AutoValley.V1;

namespace AutoValley.Server.Fleet;

/// <summary>A status of a vehicle's agent.</summary>
/// <param name="Status">As it came; not to be changed.</param>
/// <param name="ReceiveTime">When it came, by the server's clock, Unix nanoseconds.</param>
internal sealed record AgentReport(AgentStatus Status, long ReceiveTime);

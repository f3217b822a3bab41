namespace AutoValley.Server.Ingest.Broker;

/// <summary>How the server stands with its broker, as <c>/health</c> tells it.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Connected">Connected, and subscribed.</param>
/// <param name="Reason">Why not; null when connected, or before the first attempt ended.</param>
/// <param name="Connections">Connections so far.</param>
internal sealed record BrokerStatus(string Address, bool Connected, string? Reason, int Connections);

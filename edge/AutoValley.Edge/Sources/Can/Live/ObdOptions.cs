namespace AutoValley.Edge.Sources.Can.Live;

/// <summary>What is asked for over OBD-II (SAE J1979, mode 01: the present values).</summary>
/// <param name="Pids">Parameter ids, each asked for once a round.</param>
/// <param name="Round">From the beginning of a round to that of the next.</param>
/// <param name="IsExtended">Whether the vehicle has ids of 29 bits (ISO 15765-4).</param>
internal sealed record ObdOptions(IReadOnlyList<byte> Pids, TimeSpan Round, bool IsExtended);

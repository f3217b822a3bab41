using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Kuksa;

/// <summary>What became of the values so far. Safe for concurrent use.</summary>
internal sealed class KuksaStatistics(string source, ILogger logger)
{
    private static readonly (KuksaFault, string)[] Names =
        [(KuksaFault.Interruption, "interruptions"), (KuksaFault.Value, "values refused"), (KuksaFault.Signal, "signals refused")];

    private long values;
    private long empty;
    private long untimed;
    private long connections;

    /// <summary>What was not taken.</summary>
    public FaultCounts<KuksaFault> Faults { get; } = new(source, Names, logger);

    /// <summary>Values that became samples.</summary>
    public long Values => Interlocked.Read(ref values);

    /// <summary>For the agent's status.</summary>
    public IReadOnlyList<SourceCount> Counts =>
    [
        new("values", Values), new("signals without a value", Interlocked.Read(ref empty)), new("values with the time of receipt", Interlocked.Read(ref untimed)),
        new("connections", Interlocked.Read(ref connections)), .. Faults.Counts,
    ];

    public void Took() => Interlocked.Increment(ref values);

    public void IsEmpty() => Interlocked.Increment(ref empty);

    public void IsUntimed() => Interlocked.Increment(ref untimed);

    public void Connected()
    {
        if (Interlocked.Increment(ref connections) > 1)
            Faults.Add(KuksaFault.Interruption, "the connection was lost; changes meanwhile are missing, but for the last of each signal");
    }
}

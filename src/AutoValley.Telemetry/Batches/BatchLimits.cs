namespace AutoValley.Telemetry.Batches;

/// <summary>What a reader accepts of one batch. A batch beyond a limit is refused with <see cref="BatchError.Limit"/>.</summary>
public sealed record BatchLimits
{
    /// <summary>The limits every vehicle may rely on.</summary>
    public static BatchLimits Default { get; } = new();

    /// <summary>None, for a batch that was checked when it was accepted.</summary>
    public static BatchLimits Unlimited { get; } = new()
    {
        MaximumBytes = int.MaxValue, MaximumColumns = int.MaxValue, MaximumSamples = int.MaxValue, MaximumTextBytes = int.MaxValue,
    };

    /// <summary>Payload, in bytes. 4 MiB is also what the gRPC port accepts as one request.</summary>
    public int MaximumBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Columns, and time bases.</summary>
    public int MaximumColumns { get; init; } = 4096;

    /// <summary>Samples of all columns together, and times of one time base. It bounds what decoding allocates.</summary>
    public int MaximumSamples { get; init; } = 1_000_000;

    /// <summary>UTF-8 bytes of all texts together, each repetition counted.</summary>
    public int MaximumTextBytes { get; init; } = 4 * 1024 * 1024;
}

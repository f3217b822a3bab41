namespace AutoValley.Telemetry.Batches;

/// <summary>Where the samples of one signal lie in a batch. <see cref="BatchView.Decode"/> reads them.</summary>
/// <param name="Signal">Id in the session's catalogue.</param>
/// <param name="TimeBase">Index of its time stamps.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="IsEncoded">By the column codec, else plain protobuf.</param>
public readonly record struct BatchColumn(uint Signal, int TimeBase, int Count, SignalType Type, bool IsEncoded)
{
    internal ByteSpan Values { get; init; }
}

/// <summary>Part of a payload.</summary>
internal readonly record struct ByteSpan(int Start, int Length)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> payload) => payload.Slice(Start, Length);

    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> payload) => payload.Slice(Start, Length);
}

using System.Numerics;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Can;

/// <summary>Signals that come together, with room for their values. Those of them that have none at a time are left out. Not safe for concurrent use.</summary>
internal sealed class CanGroup
{
    private const int SignalsOfAPart = 64;

    private readonly Part[] parts;

    /// <param name="signals">At least one.</param>
    /// <param name="specs">One a signal.</param>
    public CanGroup(SignalDecoder[] signals, SignalSpec[] specs)
    {
        Count = signals.Length;
        parts = [.. signals.Chunk(SignalsOfAPart).Zip(specs.Chunk(SignalsOfAPart), (some, theirs) => new Part(some, theirs))];
    }

    /// <summary>How many signals there are.</summary>
    public int Count { get; }

    /// <summary>Reads the values of a CAN frame.</summary>
    /// <returns>How many there are.</returns>
    public int Decode(ReadOnlySpan<byte> padded)
    {
        var count = 0;
        foreach (var part in parts)
            count += part.Decode(padded);
        return count;
    }

    /// <summary>Writes the values that <see cref="Decode"/> had last.</summary>
    public ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation) =>
        parts.Length == 1 ? parts[0].WriteAsync(sink, time, cancellation) : WritePartsAsync(sink, time, cancellation);

    private async ValueTask WritePartsAsync(ISampleSink sink, long time, CancellationToken cancellation)
    {
        foreach (var part in parts)
            await part.WriteAsync(sink, time, cancellation);
    }

    private sealed class Part(SignalDecoder[] signals, SignalSpec[] specs)
    {
        private readonly SparseGroups groups = new(specs);
        private readonly SampleValue[] cells = new SampleValue[signals.Length];
        private readonly ulong all = ulong.MaxValue >> (SignalsOfAPart - signals.Length);
        private SignalGroup? whole;
        private ulong filled;

        public int Decode(ReadOnlySpan<byte> padded)
        {
            filled = 0;
            for (var index = 0; index < signals.Length; index++)
                filled |= signals[index].TryRead(padded, out cells[index]) ? 1UL << index : 0;
            return BitOperations.PopCount(filled);
        }

        // Nearly always all are there, and nothing has to be looked up or copied.
        public ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation) => filled == all
            ? sink.WriteAsync(whole ??= sink.Declare(specs), time, cells, cancellation)
            : groups.WriteAsync(sink, time, cells, filled, cancellation);
    }
}

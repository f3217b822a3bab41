using System.Buffers.Binary;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Batches, sealed after the damage, for the check sum would stop all of it; then every column of those that are accepted.</summary>
internal sealed class BatchTarget : IFuzzTarget
{
    private const byte ChecksumTag = 0x7D;
    private const int ChecksumBytes = 5;

    private static readonly BatchLimits Limits = new() { MaximumColumns = 16, MaximumSamples = 3000, MaximumTextBytes = 20_000 };

    private readonly GuardedBytes guarded = new();
    private readonly byte[] scratch = new byte[Mutator.MaximumBytes + ChecksumBytes];

    public string Name => "batch";

    public byte[][] Corpus { get; } = FuzzCorpus.Batches();

    // Times and values; each column may have all the texts, and an error of its own.
    public long AllocationLimit(int length) =>
        (length * 32) + (Limits.MaximumSamples * 4 * sizeof(long)) + (Limits.MaximumColumns * ((2 * Limits.MaximumTextBytes) + ColumnTarget.ErrorBytes));

    public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var body = input.Length;
        input.Span.CopyTo(scratch);
        if (random.Below(64) != 0)
        {
            scratch[body] = ChecksumTag;
            BinaryPrimitives.WriteUInt32LittleEndian(scratch.AsSpan(body + 1), Crc32C.Compute(scratch.AsSpan(0, body)));
            body += ChecksumBytes;
        }
        var error = BatchView.TryRead(guarded.Hold(scratch.AsSpan(0, body)), Limits, out var view, out var detail);
        if (error == BatchError.None != view is not null || error == BatchError.None != (detail.Length == 0))
            throw new FuzzFailureException($"{error} '{detail}' and {(view is null ? "no" : "a")} batch");
        if (view is not null)
            DecodeAll(view);
        return view is not null;
    }

    private static void DecodeAll(BatchView view)
    {
        for (var column = 0; column < view.Columns.Count; column++)
        {
            try
            {
                var samples = view.Decode(column);
                if (samples.Count != view.Columns[column].Count)
                    throw new FuzzFailureException($"column {column} has {samples.Count} samples, not {view.Columns[column].Count}");
            }
            catch (ColumnFormatException refused) when (refused.Message.Length > 0)
            {
                // The one error that a column located but not decoded may still have.
            }
        }
    }
}

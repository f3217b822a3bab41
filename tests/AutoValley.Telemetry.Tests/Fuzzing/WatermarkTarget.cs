using AutoValley.Telemetry.Batches;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Watermarks.</summary>
internal sealed class WatermarkTarget : IFuzzTarget
{
    public string Name => "watermark";

    public byte[][] Corpus { get; } = FuzzCorpus.Watermarks();

    // A range takes four bytes or more, and 16 in a list that doubles and once more in the array.
    public long AllocationLimit(int length) => (length * 20) + ColumnTarget.ErrorBytes;

    public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        if (!WatermarkCodec.TryRead(input.Span, out _, out var durable))
            return false;
        for (var index = 0; index < durable.Length; index++)
        {
            if (durable[index].First > durable[index].Last || (index > 0 && durable[index].First <= durable[index - 1].Last))
                throw new FuzzFailureException($"range {index} is {durable[index]}");
        }
        return true;
    }
}

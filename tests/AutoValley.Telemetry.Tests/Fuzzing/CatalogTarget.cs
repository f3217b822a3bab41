using AutoValley.Telemetry.Batches;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Catalogues of signals.</summary>
internal sealed class CatalogTarget : IFuzzTarget
{
    public string Name => "catalogue";

    public byte[][] Corpus { get; } = FuzzCorpus.Catalogs();

    // A signal takes four bytes or more, and some 200 as an object in a list and a set.
    public long AllocationLimit(int length) => (length * 100) + ColumnTarget.ErrorBytes;

    public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var isRead = CatalogCodec.TryRead(input, out _, out var signals, out var detail);
        if (isRead != (detail.Length == 0) || signals.Any(signal => signal.Id == 0 || !SignalDefinition.IsName(signal.Name)))
            throw new FuzzFailureException($"read: {isRead}, {signals.Count} signals, '{detail}'");
        return isRead;
    }
}

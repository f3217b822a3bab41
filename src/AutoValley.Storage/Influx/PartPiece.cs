using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>Some samples of a part, read already.</summary>
/// <param name="samples">One or more.</param>
/// <param name="rank">The session, and the part's first number.</param>
/// <param name="last">The number of the part's last batch, as far as it is known.</param>
internal sealed class PartPiece(Samples samples, Rank rank, ulong last)
    : SamplePiece(samples.Times.Span[0], samples.Times.Span[^1], rank)
{
    public override SequenceRange Batches => new(Rank.Sequence, last);

    public override ValueTask<Samples> LoadAsync(CancellationToken cancellation) => ValueTask.FromResult(samples);
}

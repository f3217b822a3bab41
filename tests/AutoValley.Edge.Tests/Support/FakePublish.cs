using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Tests.Support;

/// <summary>Something that was published to a <see cref="FakeServer"/>.</summary>
internal sealed record FakePublish(TopicKind Topic, byte[] Payload, bool Retain)
{
    /// <summary>Which batch it is.</summary>
    public (SessionId Session, ulong Sequence) Batch => (View.Session, View.Sequence);

    public BatchView View
    {
        get
        {
            Assert.Equal(BatchError.None, BatchView.TryRead(Payload, BatchLimits.Default, out var view, out _));
            return view!;
        }
    }
}

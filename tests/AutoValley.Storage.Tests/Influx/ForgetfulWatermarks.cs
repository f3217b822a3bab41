using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>Cannot note what was sealed.</summary>
internal sealed class ForgetfulWatermarks(IWatermarkTable inner) : IWatermarkTable
{
    public long SealedPosition => inner.SealedPosition;

    public long ReservedPosition => inner.ReservedPosition;

    public IReadOnlySet<int> SealedDays => inner.SealedDays;

    public IReadOnlyDictionary<int, SequenceRanges> LoadWatermarks() => inner.LoadWatermarks();

    public SequenceRanges LoadWatermark(int session) => inner.LoadWatermark(session);

    public void SaveWatermarks(long sealedPosition, IReadOnlyDictionary<int, SequenceRanges> sessions, IEnumerable<int> days) =>
        throw new IOException("it is forgotten");

    public void ForgetDay(int day) => inner.ForgetDay(day);

    public void CopyTo(string path, SealedState state) => inner.CopyTo(path, state);
}

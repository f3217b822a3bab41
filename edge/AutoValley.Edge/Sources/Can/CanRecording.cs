using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can;

/// <summary>A log of CAN buses with databases for them.</summary>
public sealed class CanRecording : IRecording
{
    private readonly ICanLog log;
    private readonly CanDecoder decoder;
    private long latest = long.MinValue;

    /// <summary>Takes over the log.</summary>
    public CanRecording(ICanLog log, CanDecoder decoder) => (this.log, this.decoder) = (log, decoder);

    /// <inheritdoc/>
    public string Name => log.File;

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals => decoder.Signals;

    /// <inheritdoc/>
    public long Time => log.Frame.Time;

    /// <summary>What became of the CAN frames so far.</summary>
    public CanStatistics Statistics => decoder.Statistics;

    /// <inheritdoc/>
    public string Report => log.LeftOut.Length == 0 ? Statistics.ToString() : $"{Statistics}; left out: {log.LeftOut}";

    /// <inheritdoc/>
    public bool Read()
    {
        while (log.Read())
        {
            if (Time < latest)
                Statistics.FramesOutOfOrder++;
            latest = Time;
            if (decoder.Decode(log.Frame))
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation) =>
        decoder.WriteAsync(sink, time, cancellation);

    /// <inheritdoc/>
    public void Dispose() => log.Dispose();
}

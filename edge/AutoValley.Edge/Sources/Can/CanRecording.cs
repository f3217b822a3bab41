using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can;

/// <summary>A candump log with databases for its buses.</summary>
public sealed class CanRecording : IRecording
{
    private readonly CandumpReader reader;
    private readonly CanDecoder decoder;
    private long latest = long.MinValue;

    /// <summary>Takes over the reader.</summary>
    public CanRecording(CandumpReader reader, CanDecoder decoder) => (this.reader, this.decoder) = (reader, decoder);

    /// <inheritdoc/>
    public string Name => reader.File;

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals => decoder.Signals;

    /// <inheritdoc/>
    public long Time => reader.Frame.Time;

    /// <summary>What became of the CAN frames so far.</summary>
    public CanStatistics Statistics => decoder.Statistics;

    /// <inheritdoc/>
    public string Report => Statistics.ToString();

    /// <inheritdoc/>
    public bool Read()
    {
        while (reader.Read())
        {
            if (Time < latest)
                Statistics.FramesOutOfOrder++;
            latest = Time;
            if (decoder.Decode(reader.Frame))
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation) =>
        decoder.WriteAsync(reader.Frame, sink, time, cancellation);

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}

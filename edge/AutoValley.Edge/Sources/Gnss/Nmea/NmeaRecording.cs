using System.Numerics;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>
/// A receiver's log of NMEA 0183 sentences. It holds no time but the receiver's, so that is the samples' time. Epochs before the first
/// date (RMC, ZDA) are dated back from it; those of a log without any are left out and counted, never guessed.
/// </summary>
public sealed class NmeaRecording : IRecording
{
    private readonly NmeaLog log;
    private readonly ReceiverCalendar calendar = new();
    private readonly SparseGroups groups = new(GnssSignals.All);
    private readonly SampleValue[] cells = new SampleValue[GnssSignals.All.Length];
    private readonly long? firstDated;
    private ulong filled;

    private NmeaRecording(string file, Func<Stream> open)
    {
        Name = file;
        firstDated = FirstDated(file, open);
        log = new NmeaLog(file, open(), Statistics);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals => GnssSignals.All;

    /// <inheritdoc/>
    public long Time { get; private set; }

    /// <inheritdoc/>
    public bool HasReceiverTime => true;

    /// <summary>What became of the sentences so far.</summary>
    public NmeaStatistics Statistics { get; } = new();

    /// <inheritdoc/>
    public string Report => Statistics.ToString();

    /// <summary>Opens a file, plain or gzip.</summary>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public static NmeaRecording Open(string path) => new(path, () => RecordedFile.Open(path));

    /// <inheritdoc/>
    public bool Read()
    {
        while (log.TryRead(out var epoch))
        {
            if (calendar.Resolve(epoch!, firstDated) is not { } time)
            {
                Statistics.EpochsWithoutTime++;
                continue;
            }
            filled = GnssSignals.Fill(epoch!, time, cells);
            Statistics.Samples += BitOperations.PopCount(filled);
            Time = time;
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation) =>
        groups.WriteAsync(sink, time, cells, filled, cancellation);

    /// <inheritdoc/>
    public void Dispose() => log.Dispose();

    internal static NmeaRecording Over(string name, byte[] content) => new(name, () => new MemoryStream(content, writable: false));

    private static long? FirstDated(string file, Func<Stream> open)
    {
        using var log = new NmeaLog(file, open(), new NmeaStatistics());
        while (log.TryRead(out var epoch))
        {
            if (epoch!.Day is not null)
                return new ReceiverCalendar().Resolve(epoch, null);
        }
        return null;
    }
}

using System.Numerics;
using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Gnss.Live;

/// <summary>
/// A receiver as it is: NMEA 0183 sentences of a device or a connection. The samples' time is when the first sentence of an epoch came, by the vehicle's clock, as
/// that of everything else in the vehicle; the receiver's own time is a sample of its own, and what the clock is judged by. An epoch ends with the next one, or when the receiver
/// pauses. May be run again, into the same sink.
/// </summary>
internal sealed class GnssLiveSource : ISampleSource
{
    /// <summary>So long after its last byte a burst of sentences is over: longer than gaps within one, shorter than the time between those of a receiver at 5 Hz.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>No sentence for so long is silence: receivers say something every second, with a fix or without.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>After so long a silence device or connection are opened anew.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Func<CancellationToken, Task<Stream>> open;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly ReceiverCalendar calendar = new();
    private readonly SparseGroups groups = new(GnssSignals.All);
    private readonly SampleValue[] cells = new SampleValue[GnssSignals.All.Length];
    private readonly byte[] buffer = new byte[4 << 10];
    private long silences;
    private string? silence;

    /// <param name="name">The device or address.</param>
    /// <param name="open">Opens it; once a run.</param>
    /// <param name="clock">Gives the samples' times.</param>
    /// <param name="loggers">Silence is logged.</param>
    public GnssLiveSource(string name, Func<CancellationToken, Task<Stream>> open, TimeProvider clock, ILoggerFactory loggers)
    {
        (this.open, this.clock, logger) = (open, clock, loggers.CreateLogger<GnssLiveSource>());
        Name = $"gnss {name}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What became of the sentences.</summary>
    public NmeaStatistics Statistics { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => [.. Statistics.Counts, new("silences", Interlocked.Read(ref silences), IsGap: true)];

    /// <inheritdoc/>
    public string? LastFault => Volatile.Read(ref silence);

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals => GnssSignals.All;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        await using var stream = await open(cancellation);
        var run = new Run(new NmeaFramer(Statistics), new NmeaJoiner(Statistics), clock.GetTimestamp());
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<int>? reading = null;
        try
        {
            while (true)
            {
                reading ??= stream.ReadAsync(buffer, ended.Token).AsTask();
                if (await CompletesAsync(reading, run.HasOpenEpoch ? Pause : Silence, cancellation))
                {
                    await TakeAsync(run, await reading, sink, cancellation);
                    reading = null;
                }
                else
                {
                    await EndAsync(run, sink, cancellation);
                }
                CheckSilence(run);
            }
        }
        catch (Exception failure) when (failure is IOException or SourceException)
        {
            await EndAsync(run, sink, cancellation);
            throw failure as SourceException ?? new SourceException($"{Name}: {failure.Message}", failure);
        }
        finally
        {
            await ended.CancelAsync();
            if (reading is not null)
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> CompletesAsync(Task reading, TimeSpan limit, CancellationToken cancellation)
    {
        if (reading.IsCompleted)
            return true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(reading, Task.Delay(limit, clock, over.Token));
        await over.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return first == reading;
    }

    private async ValueTask TakeAsync(Run run, int count, ISampleSink sink, CancellationToken cancellation)
    {
        if (count == 0)
            throw new SourceException($"{Name}: the other side closed the connection");
        run.BytesSinceSentence += count;
        var arrival = UnixTime.Now(clock);
        for (var start = 0; Next(run, ref start, count, arrival, out var epoch);)
        {
            if (epoch is not null)
                await WriteAsync(epoch, sink, cancellation);
        }
    }

    /// <summary>The next sentence of what was read; false behind the last one.</summary>
    private bool Next(Run run, ref int start, int count, long arrival, out NmeaEpoch? epoch)
    {
        epoch = null;
        ReadOnlySpan<byte> input = buffer.AsSpan(start, count - start);
        if (!run.Framer.TryRead(ref input, out var line))
            return false;
        start = count - input.Length;
        var known = Statistics.Sentences;
        run.Joiner.TryAdd(line, arrival, out epoch);
        run.HasOpenEpoch = true;
        if (Statistics.Sentences > known)
            (run.LastSentence, run.BytesSinceSentence) = (clock.GetTimestamp(), 0);
        return true;
    }

    private async ValueTask EndAsync(Run run, ISampleSink sink, CancellationToken cancellation)
    {
        run.HasOpenEpoch = false;
        if (run.Joiner.TryEnd(out var epoch))
            await WriteAsync(epoch!, sink, cancellation);
    }

    private async ValueTask WriteAsync(NmeaEpoch epoch, ISampleSink sink, CancellationToken cancellation)
    {
        var filled = GnssSignals.Fill(epoch, calendar.Resolve(epoch, epoch.Arrival), cells);
        Statistics.Samples += BitOperations.PopCount(filled);
        await groups.WriteAsync(sink, epoch.Arrival, cells, filled, cancellation);
    }

    private void CheckSilence(Run run)
    {
        var passed = clock.GetElapsedTime(run.LastSentence);
        if (passed < Silence)
        {
            run.IsSilent = false;
            return;
        }
        var why = run.BytesSinceSentence > 0 ? "bytes, but no sentence: is the speed right, and NMEA switched on?" : "nothing: is its antenna cable or power off?";
        if (passed >= Patience)
            throw new SourceException($"{Name}: for {passed.TotalSeconds:0} s {why}");
        if (run.IsSilent)
            return;
        run.IsSilent = true;
        Interlocked.Increment(ref silences);
        Volatile.Write(ref silence, $"for {passed.TotalSeconds:0} s {why}");
        logger.ReceiverSilent(Name, silence!);
    }

    private sealed class Run(NmeaFramer framer, NmeaJoiner joiner, long begin)
    {
        public NmeaFramer Framer { get; } = framer;

        public NmeaJoiner Joiner { get; } = joiner;

        public long LastSentence { get; set; } = begin;

        public long BytesSinceSentence { get; set; }

        public bool HasOpenEpoch { get; set; }

        public bool IsSilent { get; set; }
    }
}

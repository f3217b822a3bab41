using AutoValley.Edge.Linux;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Can.Live;

/// <summary>
/// A CAN interface as it is: frames with the times when the kernel got them, decoded by the bus's databases. It looks every 10 ms and takes all that came by few
/// calls, which costs a tenth of waking for each frame and moves no time; what the kernel had no room for meanwhile is counted as lost. May be run again, into
/// the same sink.
/// </summary>
internal sealed class CanLiveSource : ISampleSource
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly Func<CanSocket> open;
    private readonly CanDecoder decoder;
    private readonly ObdPoller? obd;
    private readonly TimeProvider clock;
    private readonly DatagramBatch batch = new(CanWireFrame.FdBytes);
    private readonly CanFrame frame = new();
    private readonly CanFaults faults = new();
    private long withoutTime;
    private long unreadable;

    /// <param name="bus">Its name.</param>
    /// <param name="open">Opens it; once a run.</param>
    /// <param name="decoder">Of this bus alone.</param>
    /// <param name="obd">What is asked for on the bus; null for nothing.</param>
    /// <param name="clock">For frames whose time the kernel does not tell, and for looking.</param>
    public CanLiveSource(string bus, Func<CanSocket> open, CanDecoder decoder, ObdPoller? obd, TimeProvider clock)
    {
        (this.open, this.decoder, this.obd, this.clock) = (open, decoder, obd, clock);
        (Name, frame.Bus) = ($"can {bus}", bus);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What became of the frames.</summary>
    public CanStatistics Statistics => decoder.Statistics;

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts =>
    [
        .. Statistics.Counts,
        new("frames without the kernel's time", Interlocked.Read(ref withoutTime)),
        new("unreadable frames", Interlocked.Read(ref unreadable), IsGap: true),
        .. faults.Counts,
        new("lost frames", batch.Lost, IsGap: true),
        new("controller overruns", faults.Overruns, IsGap: true),
        .. obd?.Counts ?? [],
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec> Signals => decoder.Signals;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        using var socket = open();
        batch.Restart();
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await TakeAsync(socket, sink, cancellation);
            Ask(socket);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private async ValueTask TakeAsync(CanSocket socket, ISampleSink sink, CancellationToken cancellation)
    {
        int count;
        do
        {
            count = socket.Receive(batch);
            for (var index = 0; index < count; index++)
            {
                if (TryTake(index))
                    await decoder.WriteAsync(sink, frame.Time, cancellation);
            }
        }
        while (count == DatagramBatch.Capacity);
    }

    private bool TryTake(int index)
    {
        if (batch.Time(index) is { } time)
        {
            frame.Time = time;
        }
        else
        {
            frame.Time = UnixTime.Now(clock);
            Interlocked.Increment(ref withoutTime);
        }
        if (!CanWireFrame.TryRead(batch.Data(index), frame))
        {
            Interlocked.Increment(ref unreadable);
            return false;
        }
        if (frame.Kind == CanFrameKind.Error)
            faults.Count(frame);
        else
            obd?.Hear(frame);
        return decoder.Decode(frame);
    }

    private void Ask(CanSocket socket)
    {
        Span<byte> request = stackalloc byte[CanWireFrame.ClassicBytes];
        if (obd is not null && obd.TryAsk(clock.GetTimestamp(), request) && !socket.TrySend(request))
            obd.NotSent();
    }
}

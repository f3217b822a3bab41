using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Sessions;

/// <summary>
/// What goes out on one connection. Anybody adds control packets, or queues publishes in the window; one loop writes, many packets a flush,
/// and a peer that does not read stops that loop and nothing else.
/// </summary>
/// <param name="sync">Guards the window and this.</param>
/// <param name="window">Publishes; outlives the connection where the session does.</param>
/// <param name="format">How publishes are written.</param>
/// <param name="version">The connection's.</param>
internal sealed class Outbox<T>(Lock sync, SendWindow<T> window, IPublishFormat<T> format, MqttProtocolVersion version)
{
    /// <summary>Publishes taken from the window at a time.</summary>
    private const int BatchCount = 256;

    /// <summary>Bytes written before a flush lets the peer's slowness be felt.</summary>
    private const int FlushBytes = 64 * 1024;

    /// <summary>Control bytes beyond which whoever causes them has to wait: a peer that asks and never reads.</summary>
    private const int MaximumControlBytes = 64 * 1024;

    private readonly Func<T, bool, bool> skip = format.Skip;
    private readonly Predicate<T> hold = format.Hold;
    private readonly AsyncSignal signal = new();
    private readonly AsyncSignal drained = new();
    private readonly List<Outgoing<T>> batch = [];
    private ArrayBufferWriter<byte> control = new();
    private ArrayBufferWriter<byte> spare = new();
    private Action? waker;
    private IControlPacket? last;
    private bool completing;
    private bool drainFirst;
    private bool stopped;
    private long writes;
    private volatile bool isWriting;
    private int written;

    /// <summary>Whether the peer is to take bytes now, and how often it took some: it is stuck while it is to and does not.</summary>
    public (bool IsWriting, long Writes) Progress => (isWriting, Volatile.Read(ref writes));

    /// <summary>Words that answers carry.</summary>
    public ReasonTexts Texts { get; init; } = ReasonTexts.None;

    /// <summary>Called after each write, by the writer.</summary>
    public Action? Written { get; init; }

    /// <summary>Adds a control packet; it goes with the next <see cref="Wake"/>. After <see cref="Complete"/> it is dropped.</summary>
    public void Add<TPacket>(in TPacket packet)
        where TPacket : IControlPacket
    {
        lock (sync)
        {
            if (!completing)
                packet.Write(control, version);
        }
    }

    /// <summary><see cref="Wake"/> as one object, to be called back.</summary>
    public Action Waker => waker ??= Wake;

    /// <summary>Lets the writer look.</summary>
    public void Wake() => signal.Set();

    /// <summary>Waits while the peer leaves too many answers unread. One waiter, the connection's read loop.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitForRoomAsync()
    {
        while (IsCrowded())
        {
            Wake();
            await drained.WaitAsync();
        }
    }

    /// <summary>Ends the loop: after what is there now, and after the window's sendable publishes if asked.</summary>
    /// <param name="packet">The last packet, a DISCONNECT.</param>
    /// <param name="drainWindow">Whether publishes that may go now go first.</param>
    public void Complete(IControlPacket? packet, bool drainWindow)
    {
        lock (sync)
        {
            if (completing)
                return;
            (completing, last, drainFirst) = (true, packet, drainWindow);
        }
        Wake();
    }

    /// <summary>Writes until completed, or until the peer is gone.</summary>
    public async Task RunAsync(PipeWriter output)
    {
        try
        {
            while (true)
            {
                var ended = Take(out var toWrite);
                if (toWrite.WrittenCount == 0 && batch.Count == 0 && !ended)
                {
                    await signal.WaitAsync();
                    continue;
                }
                var open = await WriteAsync(output, toWrite);
                Written?.Invoke();
                if (ended || !open)
                    return;
            }
        }
        finally
        {
            lock (sync)
                (stopped, completing) = (true, true);
            LoseUnwritten();
            drained.Set();
        }
    }

    private bool IsCrowded()
    {
        lock (sync)
            return !stopped && control.WrittenCount > MaximumControlBytes;
    }

    private bool Take(out ArrayBufferWriter<byte> toWrite)
    {
        lock (sync)
        {
            batch.Clear();
            written = 0;
            if (!completing || drainFirst)
            {
                while (batch.Count < BatchCount && window.TryNext(out var next, skip, hold))
                {
                    format.Take(next);
                    batch.Add(next);
                }
            }
            var ended = completing && batch.Count == 0;
            if (ended)
                last?.Write(control, version);
            toWrite = control;
            (control, spare) = (spare, control);
            return ended;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WriteAsync(PipeWriter output, ArrayBufferWriter<byte> toWrite)
    {
        output.Write(toWrite.WrittenSpan);
        toWrite.ResetWrittenCount();
        drained.Set();
        while (written < batch.Count)
        {
            format.Write(output, batch[written++]);
            if (output.UnflushedBytes >= FlushBytes && !await FlushAsync(output))
                return false;
        }
        return await FlushAsync(output);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FlushAsync(PipeWriter output)
    {
        isWriting = true;
        var result = await output.FlushAsync();
        isWriting = false;
        Volatile.Write(ref writes, writes + 1);
        return !result.IsCompleted && !result.IsCanceled;
    }

    private void LoseUnwritten()
    {
        for (; written < batch.Count; written++)
            format.Lose(batch[written]);
    }
}

using System.Runtime.CompilerServices;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>
/// Publishes of one connection that the application has not answered yet, or that come behind one: a loop answers them in their order, many in one write. It is
/// made when the first one is late.
/// </summary>
internal sealed class LateAnswers
{
    private readonly PublishOutcome outcome;
    private readonly MqttServer server;
    private readonly ServerConnection connection;
    private readonly Lock sync = new();
    private readonly Queue<PendingPublish> queue = new();
    private readonly WakeList wakes = new();
    private readonly AsyncSignal arrived = new();
    private readonly AsyncSignal lighter = new();
    private readonly Task loop;
    private volatile bool completed;
    private int waiting;
    private long waitingBytes;

    public LateAnswers(PublishOutcome outcome, MqttServer server, ServerConnection connection)
    {
        (this.outcome, this.server, this.connection) = (outcome, server, connection);
        loop = RunAsync();
    }

    /// <summary>Whether the next publish may be answered at once.</summary>
    public bool IsEmpty => Volatile.Read(ref waiting) == 0;

    private bool IsFull => Volatile.Read(ref waiting) > server.Options.ReceiveMaximum + 1
        || Interlocked.Read(ref waitingBytes) > server.Options.MaximumPendingBytes;

    /// <summary>Takes one in; not completed while there are too many, or too many bytes of them.</summary>
    public ValueTask AddAsync(in PendingPublish pending)
    {
        Interlocked.Increment(ref waiting);
        Interlocked.Add(ref waitingBytes, pending.Encoded.Publish.Payload.Length);
        lock (sync)
            queue.Enqueue(pending);
        arrived.Set();
        return IsFull ? WaitForRoomAsync() : default;
    }

    /// <summary>Nothing more comes; completes when all is answered.</summary>
    public Task CompleteAsync()
    {
        completed = true;
        arrived.Set();
        return loop;
    }

    private async Task RunAsync()
    {
        for (var last = false; !last;)
        {
            await arrived.WaitAsync();
            last = completed;
            while (TryTake(out var pending))
            {
                if (!pending.Answer.IsCompleted)
                    Flush();
                try
                {
                    outcome.Finish(pending, await pending.Answer, wakes);
                }
                catch (Exception e)
                {
                    Fail(pending, e);
                }
                LetGo(pending);
            }
            Flush();
        }
    }

    private bool TryTake(out PendingPublish pending)
    {
        lock (sync)
            return queue.TryDequeue(out pending);
    }

    private void Fail(in PendingPublish pending, Exception cause)
    {
        if (cause is MqttException violation)
        {
            connection.Violate(violation);
            return;
        }
        server.Logger.HandlerFailed(outcome.Client.ClientId, pending.Encoded.Publish.Topic, cause);
        connection.Close(MqttReasonCode.UnspecifiedError, "the publish could not be handled");
    }

    private void LetGo(in PendingPublish pending)
    {
        Interlocked.Add(ref waitingBytes, -pending.Encoded.Publish.Payload.Length);
        pending.Encoded.Release();
        Interlocked.Decrement(ref waiting);
        lighter.Set();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitForRoomAsync()
    {
        while (IsFull)
            await lighter.WaitAsync();
    }

    private void Flush()
    {
        wakes.Flush();
        outcome.Flush();
    }
}

using System.Threading.Tasks.Sources;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Client;

/// <summary>One publish on its way: what is written, and the promise to whoever published it.</summary>
internal sealed class PublishRequest(EncodedPublish encoded, DateTimeOffset? expiresAt) : IValueTaskSource<MqttReasonCode>
{
    private ManualResetValueTaskSourceCore<MqttReasonCode> core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration registration;
    private int done;

    public EncodedPublish Encoded { get; } = encoded;

    /// <summary>When it is not worth delivering any more.</summary>
    public DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <summary>Its identifier in the store; 0 when none has it.</summary>
    public ushort StoredId { get; set; }

    /// <summary>Whether it counts as one of the pending ones; what an earlier process left may be more than they are.</summary>
    public bool HoldsSlot { get; set; } = true;

    /// <summary>The answer. Cancelling stops the waiting; the publish itself may be under way.</summary>
    public ValueTask<MqttReasonCode> WaitAsync(CancellationToken cancellation)
    {
        registration = cancellation.UnsafeRegister(static (request, token) => ((PublishRequest)request!).Fail(new OperationCanceledException(token)), this);
        return new ValueTask<MqttReasonCode>(this, core.Version);
    }

    public void Complete(MqttReasonCode reason)
    {
        if (Interlocked.Exchange(ref done, 1) == 0)
            core.SetResult(reason);
    }

    public void Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref done, 1) == 0)
            core.SetException(exception);
    }

    MqttReasonCode IValueTaskSource<MqttReasonCode>.GetResult(short token)
    {
        registration.Dispose();
        return core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<MqttReasonCode>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<MqttReasonCode>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}

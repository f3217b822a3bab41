using System.Threading.Tasks.Sources;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>An application that answers when it is told to, all at once, without an allocation.</summary>
internal sealed class LateHandler : IMqttHandler
{
    private readonly Stack<Answer> free = new();
    private readonly Queue<Answer> pending = new();
    private readonly Lock sync = new();

    /// <summary>Publishes that it has not answered.</summary>
    public int Pending
    {
        get
        {
            lock (sync)
                return pending.Count;
        }
    }

    public ValueTask<MqttReasonCode> PublishAsync(MqttSessionInfo client, MqttPublish publish, CancellationToken cancellation)
    {
        lock (sync)
        {
            var answer = free.Count > 0 ? free.Pop() : new Answer(this);
            pending.Enqueue(answer);
            return answer.Task;
        }
    }

    public void AnswerAll()
    {
        while (true)
        {
            Answer answer;
            lock (sync)
            {
                if (!pending.TryDequeue(out answer!))
                    return;
            }
            answer.Give();
        }
    }

    private void Free(Answer answer)
    {
        lock (sync)
            free.Push(answer);
    }

    private sealed class Answer(LateHandler handler) : IValueTaskSource<MqttReasonCode>
    {
        private ManualResetValueTaskSourceCore<MqttReasonCode> core = new() { RunContinuationsAsynchronously = true };

        public ValueTask<MqttReasonCode> Task => new(this, core.Version);

        public void Give() => core.SetResult(MqttReasonCode.Success);

        public MqttReasonCode GetResult(short token)
        {
            var result = core.GetResult(token);
            core.Reset();
            handler.Free(this);
            return result;
        }

        public ValueTaskSourceStatus GetStatus(short token) => core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            core.OnCompleted(continuation, state, token, flags);
    }
}

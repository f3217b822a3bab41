using Grpc.Wire;

namespace Grpc.Net.Client.Internal.Retries;

/// <summary>
/// The requests of a streaming call on their way. As long as there may be another attempt they are kept, and each attempt sends all of them from the
/// first on. Once there is none (<see cref="Commit"/>), the last attempt sends what is kept, lets go of it, and takes further requests straight into its
/// body. A call without retries begins there.
/// </summary>
/// <param name="createWriter">A writer of requests over a body.</param>
/// <param name="retries">Null for none.</param>
/// <param name="budget">Limits what is kept; the request that passes a limit commits the call.</param>
internal sealed class RequestBuffer(Func<Stream, MessageWriter> createWriter, RetrySchedule? retries, RetryBudget budget) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly List<byte[]> _kept = [];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _next = new();
    private TaskCompletionSource<MessageWriter> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageWriter? _keeper;
    private Stream? _body;
    private long _keptBytes;
    private bool _taken;
    private bool _committed = retries is null;

    /// <summary>What the next request is to be written to; <see cref="FlushAsync"/> hands it over.</summary>
    public Task<MessageWriter> OpenAsync(CancellationToken stop)
    {
        lock (_sync)
        {
            if (!_committed)
                return Task.FromResult(_keeper ??= createWriter(_next));
            _taken = true;
            return _open.Task.WaitAsync(stop);
        }
    }

    /// <summary>Hands over what was written. A request that is kept is not waited for, but for the one that is too much.</summary>
    /// <param name="writer">From <see cref="OpenAsync"/>.</param>
    /// <param name="hold">The caller writes more: a body may wait for it.</param>
    /// <param name="stop">Fired when the call ends.</param>
    public async Task FlushAsync(MessageWriter writer, bool hold, CancellationToken stop)
    {
        if (writer == _keeper)
        {
            await writer.FlushAsync(stop).ConfigureAwait(false);
            await KeepAsync(_next.ToArray(), stop).ConfigureAwait(false);
            _next.SetLength(0);
        }
        else if (!hold)
        {
            await writer.FlushAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>No further requests.</summary>
    public void Complete()
    {
        _completed.TrySetResult();
        lock (_sync)
            Signal();
    }

    /// <summary>There is no attempt after the one under way, or the next one.</summary>
    public void Commit()
    {
        lock (_sync)
        {
            _committed = true;
            Signal();
        }
    }

    /// <summary>The call has ended: nothing is kept any more.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            _committed = true;
            LetGo();
        }
        _next.Dispose();
    }

    /// <summary>Sends the requests of one attempt, until they are complete.</summary>
    /// <exception cref="IOException">An attempt before was the last one, and has taken requests: they can be sent no second time.</exception>
    public async Task SendAsync(Stream body, CancellationToken stop)
    {
        for (var sent = 0; ;)
        {
            var (pending, changed) = Pending(body, sent, stop);
            if (changed is null)
                break;
            if (changed == _completed.Task)
                return;
            foreach (var request in pending)
                await body.WriteAsync(request, stop).ConfigureAwait(false);
            sent += pending.Length;
            if (pending.Length > 0)
                await body.FlushAsync(stop).ConfigureAwait(false);
            else
                await changed.WaitAsync(stop).ConfigureAwait(false);
        }
        var writer = createWriter(body);
        _open.TrySetResult(writer);
        await _completed.Task.WaitAsync(stop).ConfigureAwait(false);
        // What was written with BufferHint may still be here.
        await writer.FlushAsync(stop).ConfigureAwait(false);
    }

    // What is kept and not sent, and a task for when there is more: the task of completion when there is nothing more, none when this body has become
    // the one to write to.
    private (byte[][] Requests, Task? Changed) Pending(Stream body, int sent, CancellationToken stop)
    {
        lock (_sync)
        {
            // An attempt that was given up must not become the last one.
            stop.ThrowIfCancellationRequested();
            // HttpClient begins again by itself when a server has refused a stream.
            if (_body is not null && (_taken || _completed.Task.IsCompleted))
                throw new IOException("the server refused the call, and its requests can be sent no second time");
            if (_body is not null)
                _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            byte[][] pending = [.. _kept.Skip(sent)];
            if (pending.Length > 0)
                return (pending, _changed.Task);
            if (!_committed)
                return ([], _completed.Task.IsCompleted ? _completed.Task : _changed.Task);
            _body = body;
            LetGo();
            return ([], null);
        }
    }

    private async Task KeepAsync(byte[] request, CancellationToken stop)
    {
        Stream? body;
        bool committed;
        lock (_sync)
        {
            // A call that has ended keeps nothing.
            stop.ThrowIfCancellationRequested();
            body = _body;
            if (body is null)
                Keep(request);
            committed = _committed;
        }
        if (body is not null)
        {
            // Committed while this request was being written.
            await body.WriteAsync(request, stop).ConfigureAwait(false);
            await body.FlushAsync(stop).ConfigureAwait(false);
        }
        else if (committed)
        {
            await _open.Task.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private void Keep(byte[] request)
    {
        _kept.Add(request);
        _keptBytes += request.Length;
        if (!budget.Take(request.Length) | _keptBytes > budget.MaximumBytesPerCall)
        {
            _committed = true;
            retries?.Commit();
        }
        Signal();
    }

    private void LetGo()
    {
        budget.Return(_keptBytes);
        _keptBytes = 0;
        _kept.Clear();
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

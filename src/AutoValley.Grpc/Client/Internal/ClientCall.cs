using System.IO.Compression;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client.Internal.Retries;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// One call of any kind, from request to status. It ends once, by the first of: the server's status, the deadline, the caller's token,
/// a failure of the connection, its disposal. Ending stops whatever is under way on its HTTP stream, which resets the stream if the
/// server has not finished. What the service config gives another attempt has not ended: until a response's headers come, a call is several HTTP streams
/// one after the other, and the caller sees the last one.
/// </summary>
internal sealed class ClientCall<TRequest, TResponse>(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options)
    : IDisposable
    where TRequest : class
    where TResponse : class
{
    private const int WriteBufferBytes = 16 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Status> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RetrySchedule? _retries = channel.Retries.Begin(method);
    private RequestBuffer? _requests;
    private Task<MessageReader?> _responses = Task.FromResult<MessageReader?>(null);
    private HttpResponseMessage? _http;
    private Status _status;
    private Metadata _trailers = Metadata.Empty;
    private DeadlineTimer? _deadline;
    private CancellationTokenRegistration _cancellation;
    private CancellationTokenRegistration _parent;
    private CancellationTokenRegistration _disposal;
    private int _ending;
    private int _received;

    /// <summary>Whether there is one response, which is waited for from the start.</summary>
    public bool HasSingleResponse { get; } = method.Type is MethodType.Unary or MethodType.ClientStreaming;

    /// <summary>The response headers.</summary>
    public Task<Metadata> Headers => _headers.Task;

    /// <summary>The status, when the call has ended. Never faults.</summary>
    public Task<Status> Ended => _ended.Task;

    /// <summary>The caller's write options.</summary>
    public WriteOptions? WriteOptions => options.WriteOptions;

    /// <summary>Cancelled as soon as the call ends.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Sends the request; everything that goes wrong from here on is the call's status.</summary>
    /// <param name="createContent">The body, once for each attempt.</param>
    /// <exception cref="ObjectDisposedException">The channel has been disposed.</exception>
    public void Start(Func<HttpContent> createContent)
    {
        ObjectDisposedException.ThrowIf(channel.Disposed.IsCancellationRequested, channel);
        var attempts = new CallAttempts(channel, method, options, createContent) { Schedule = _retries, Committed = () => _requests?.Commit() };
        var request = attempts.CreateRequest();
        if (options.EffectiveDeadline is { } deadline)
            _deadline = new DeadlineTimer(channel.Options.Clock, deadline, () => End(CallErrors.DeadlineExceeded));
        _cancellation = EndWith(options.CancellationToken, CallErrors.Cancelled);
        if (options.PropagationToken is PropagatedContext parent)
            _parent = EndWith(parent.CancellationToken, CallErrors.Cancelled);
        _disposal = EndWith(channel.Disposed, CallErrors.ChannelDisposed);
        _responses = SendAsync(attempts, request);
    }

    /// <summary>What the requests of a streaming call are written to.</summary>
    public RequestBuffer CreateRequestBuffer() => _requests = new RequestBuffer(CreateWriter, _retries, channel.Retries.Budget);

    /// <summary>A writer of requests over the HTTP request's body.</summary>
    public MessageWriter CreateWriter(Stream body)
    {
        var pipe = PipeWriter.Create(body, new StreamPipeWriterOptions(minimumBufferSize: WriteBufferBytes, leaveOpen: true));
        var gzip = options.Headers?.GetValue(ProtocolHeaders.RequestEncodingWish) == ProtocolHeaders.Gzip;
        return new MessageWriter(pipe, channel.Options.MaxSendMessageSize, gzip ? CompressionLevel.Fastest : null);
    }

    /// <summary>Buffers one request in a writer of this call.</summary>
    public void Write(MessageWriter writer, TRequest message, WriteFlags flags) =>
        writer.Write(message, method.RequestMarshaller.ContextualSerializer, flags);

    /// <summary>The one response of a unary or client-streaming call.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        var first = await ReadAsync().ConfigureAwait(false);
        if (first.Found && (await ReadAsync().ConfigureAwait(false)).Found)
        {
            End(new Status(StatusCode.Internal, $"{method.FullName} gave more than one response"));
            throw Failure(await Ended.ConfigureAwait(false));
        }
        return first.Message!;
    }

    /// <summary>The next response; not found when the call ended with OK.</summary>
    /// <exception cref="RpcException">It ended otherwise.</exception>
    public async Task<ReadOutcome<TResponse>> ReadAsync()
    {
        if (await _responses.ConfigureAwait(false) is { } reader && !Ended.IsCompleted)
        {
            try
            {
                var outcome = await reader.ReadAsync(method.ResponseMarshaller.ContextualDeserializer, _stop.Token).ConfigureAwait(false);
                if (outcome.Found)
                {
                    _received++;
                    return outcome;
                }
                Finish(_http!.TrailingHeaders);
            }
            catch (Exception e)
            {
                if (!Ended.IsCompleted)
                    _retries?.Failed(CallErrors.From(e, channel.Address));
                Fail(e);
            }
        }
        var status = await Ended.ConfigureAwait(false);
        return status.StatusCode == StatusCode.OK ? default : throw Failure(status);
    }

    /// <summary>Ends the call unless it has ended.</summary>
    public void End(Status status, Metadata? trailers = null)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0)
            return;
        if (status.StatusCode == StatusCode.OK)
            channel.Retries.Succeeded();
        _status = status;
        _trailers = trailers ?? Metadata.Empty;
        _ended.SetResult(status);
        // A call whose headers never came: those who wait for them learn why; nobody has to.
        if (_headers.TrySetException(Failure(status)))
            _ = _headers.Task.Exception;
        _deadline?.Dispose();
        _cancellation.Unregister();
        _parent.Unregister();
        _disposal.Unregister();
        _stop.Cancel();
        _http?.Dispose();
        _requests?.Dispose();
    }

    /// <summary>Ends the call, unless it has ended, with the status of what went wrong.</summary>
    public void Fail(Exception failure) => End(CallErrors.From(failure, channel.Address));

    /// <summary>The exception for a status that is not OK.</summary>
    public RpcException Failure(Status status) => new(status, _trailers);

    public Status GetStatus() => Ended.IsCompleted ? _status : throw NotEnded();

    public Metadata GetTrailers() => Ended.IsCompleted ? _trailers : throw NotEnded();

    public void Dispose() => End(CallErrors.Disposed);

    private CancellationTokenRegistration EndWith(CancellationToken token, Status status) => token.UnsafeRegister(_ => End(status), null);

    private static InvalidOperationException NotEnded() => new("the call has not ended; read its responses to the end first");

    private async Task<MessageReader?> SendAsync(CallAttempts attempts, HttpRequestMessage request)
    {
        try
        {
            if (options.EffectiveDeadline <= channel.Options.Clock.GetUtcNow().UtcDateTime)
                End(CallErrors.DeadlineExceeded);
            var attempt = await attempts.RunAsync(request, _stop.Token).ConfigureAwait(false);
            _http = attempt.Http;
            if (Ended.IsCompleted)
                _http?.Dispose();
            if (attempt.Headers is { } headers)
                _headers.TrySetResult(headers);
            if (attempt.Responses is null)
                End(Checked(attempt.Status), attempt.Trailers);
            return attempt.Responses;
        }
        catch (Exception e)
        {
            Fail(e);
            return null;
        }
    }

    private void Finish(HttpResponseHeaders trailers)
    {
        var status = CallErrors.FromTrailers(trailers);
        _retries?.Failed(status);
        End(Checked(status), ResponseMetadata.From(trailers));
    }

    private Status Checked(Status status) => HasSingleResponse && _received == 0 && status.StatusCode == StatusCode.OK
        ? new Status(StatusCode.Internal, $"{method.FullName} ended with OK and without a response")
        : status;
}

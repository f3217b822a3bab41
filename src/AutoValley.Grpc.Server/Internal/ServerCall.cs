using Grpc.AspNetCore.Web.Internal;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// One call on the server. It ends once, either with its handler or before it, by the deadline or the limit of the server's stop; then the
/// token is cancelled, the status goes out at once, and the handler's further writes fail. A handler that ignores all that keeps its HTTP
/// context until it returns. Of a call that has ended the two only cut what its caller does not read.
/// </summary>
internal sealed class ServerCall : ServerCallContext, IDisposable
{
    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "the deadline passed");
    private static readonly Status ServerStopping = new(StatusCode.Unavailable, "the server is stopping");

    private static readonly Status ClientStreamOverWeb = new(
        StatusCode.Unimplemented, "gRPC-Web has no streams from the client; gRPC over HTTP/2 has");

    private readonly HttpContext _context;
    private readonly IMethod? _method;
    private readonly CallSettings _settings;
    private readonly ResponseBody _response;
    private readonly TaskCompletionSource<Task> _early = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationToken _token;
    private CancellationTokenRegistration _stopping;
    private DeadlineTimer? _timer;
    private DateTime _deadline = DateTime.MaxValue;
    private MessageReader? _reader;
    private Metadata? _requestHeaders;
    private AuthContext? _authentication;
    private Metadata? _responseTrailers;
    private volatile Phase _phase;

    /// <param name="context">The request.</param>
    /// <param name="method">Null for one that does not exist.</param>
    /// <param name="settings">The host's.</param>
    public ServerCall(HttpContext context, IMethod? method, CallSettings settings)
    {
        _context = context;
        _method = method;
        _settings = settings;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _token = _cancellation.Token;
        _response = new ResponseBody(context, settings, _token);
    }

    public HttpContext HttpContext => _context;

    /// <summary>What sees the call before the service, the first one first.</summary>
    public IReadOnlyList<Interceptor> Interceptors { get; set; } = [];

    protected override string MethodCore => _method?.FullName ?? _context.Request.Path;

    protected override string HostCore => _context.Request.Host.Value ?? "";

    protected override string PeerCore => CallMetadata.Peer(_context.Connection.RemoteIpAddress, _context.Connection.RemotePort);

    protected override DateTime DeadlineCore => _deadline;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= CallMetadata.Read(_context.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _token;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authentication ??= PeerCertificate.Read(_context.Connection.ClientCertificate);

    /// <summary>Reads the protocol's headers and starts the deadline; a status when the call is refused.</summary>
    public Status? Begin()
    {
        if (_settings.Stop.HasBegun)
            return ServerStopping;
        if (WebExchange.Carries(_context) && _method?.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming)
            return ClientStreamOverWeb;
        var headers = _context.Request.Headers;
        var encoding = headers[ProtocolHeaders.Encoding].ToString();
        if (encoding is not ("" or ProtocolHeaders.Identity or ProtocolHeaders.Gzip))
            return new Status(StatusCode.Unimplemented, $"encoding '{encoding}' is not one of {ProtocolHeaders.AcceptedEncodings}");
        if (headers.TryGetValue(ProtocolHeaders.Timeout, out var timeout) && !TryStartDeadline(timeout.ToString()))
            return new Status(StatusCode.Internal, $"{ProtocolHeaders.Timeout} '{timeout}' is malformed");
        LiftBodyLimits();
        _reader = new MessageReader(_context.Request.BodyReader, _settings.MaximumReceiveBytes, encoding.Length == 0 ? null : encoding);
        _stopping = _settings.Stop.Limit.UnsafeRegister(static call => ((ServerCall)call!).EndEarly(ServerStopping), this);
        return null;
    }

    /// <summary>The only request of a unary or server-streaming call.</summary>
    public async Task<TRequest> ReadRequestAsync<TRequest>(Marshaller<TRequest> marshaller)
        where TRequest : class
    {
        var request = await ReadAsync(marshaller, CancellationToken.None);
        if (!request.Found)
            throw new RpcException(new Status(StatusCode.Internal, "the request has no message"));
        if ((await ReadAsync(marshaller, CancellationToken.None)).Found)
            throw new RpcException(new Status(StatusCode.Internal, "the request has more than one message"));
        return request.Message!;
    }

    /// <summary>The next request.</summary>
    public async Task<ReadOutcome<TRequest>> ReadAsync<TRequest>(Marshaller<TRequest> marshaller, CancellationToken cancellationToken)
        where TRequest : class
    {
        if (_phase == Phase.EndingEarly)
            throw new OperationCanceledException("the call has ended", _token);
        if (_phase != Phase.Running)
            throw new InvalidOperationException("the call has ended");
        using var linked = Link(cancellationToken);
        try
        {
            return await _reader!.ReadAsync(marshaller.ContextualDeserializer, linked?.Token ?? _token);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // The caller is gone; Kestrel says so here before it cancels the request's token.
            await _cancellation.CancelAsync();
            throw new OperationCanceledException("the caller ended the call", e, _token);
        }
    }

    /// <summary>The only response of a unary or client-streaming call; flushed with the status.</summary>
    public Task WriteResponseAsync<TResponse>(Marshaller<TResponse> marshaller, TResponse? response)
        where TResponse : class => response is null
        ? throw new RpcException(new Status(StatusCode.Cancelled, "the handler gave no response"))
        : _response.WriteAsync(marshaller, response, (WriteOptions?.Flags ?? default) | WriteFlags.BufferHint, CancellationToken.None);

    /// <summary>Writes one response; completes when Kestrel has taken it.</summary>
    /// <exception cref="InvalidOperationException">The write before has not completed, or the call has ended.</exception>
    /// <exception cref="OperationCanceledException">The caller is gone, the deadline passed, or the server stops.</exception>
    public Task WriteAsync<TResponse>(
        Marshaller<TResponse> marshaller, TResponse message, WriteOptions? options, CancellationToken cancellationToken)
        where TResponse : class =>
        _response.WriteAsync(marshaller, message, (options ?? WriteOptions)?.Flags ?? default, cancellationToken);

    /// <summary>Sends status and trailers, once; a later caller waits for the first.</summary>
    public async Task EndAsync(Status status)
    {
        if (Interlocked.CompareExchange(ref _phase, Phase.Ending, Phase.Running) != Phase.Running)
        {
            await _early.Task.Unwrap();
            return;
        }
        try
        {
            await _response.EndAsync(status, _responseTrailers);
        }
        catch (Exception e)
        {
            Log.StatusLost(_settings.Logger, Method, e);
        }
        finally
        {
            _phase = Phase.Ended;
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Unregister();
        _cancellation.Dispose();
        _response.Dispose();
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        return _response.WriteHeadersAsync(responseHeaders);
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        PropagatedContext.Of(this, options);

    // Null when the call's own token is enough, as it nearly always is: linking costs each message some hundred bytes.
    private CancellationTokenSource? Link(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled && cancellationToken != _token
        ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _token)
        : null;

    private bool TryStartDeadline(string text)
    {
        if (!GrpcTimeout.TryParse(text, out var timeout))
            return false;
        var now = _settings.Clock.GetUtcNow().UtcDateTime;
        if (timeout >= DateTime.MaxValue - now)
            return true;
        _deadline = now + timeout;
        _timer = new DeadlineTimer(_settings.Clock, _deadline, () => EndEarly(DeadlineExceeded));
        return true;
    }

    // Messages have limits of their own, and a stream may be idle for as long as it likes.
    private void LiftBodyLimits()
    {
        if (_context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (_method?.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming
            && _context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    private void EndEarly(Status status)
    {
        var before = Interlocked.CompareExchange(ref _phase, Phase.EndingEarly, Phase.Running);
        if (before == Phase.Ending)
            _response.Cut();
        if (before != Phase.Running)
            return;
        Log.EndedEarly(_settings.Logger, Method, status.StatusCode, status.Detail);
        // For EndAsync to await, which the handler's return leads to.
        _early.SetResult(EndEarlyAsync(status));
    }

    private async Task EndEarlyAsync(Status status)
    {
        try
        {
            // First, as a write under way has to give way to the status; its callbacks may take their time meanwhile.
            var cancelled = _cancellation.CancelAsync();
            await _response.EndEarlyAsync(status);
            await cancelled;
        }
        catch (Exception e)
        {
            Log.StatusLost(_settings.Logger, Method, e);
        }
    }

    private enum Phase
    {
        Running,

        /// <summary>With its handler's status.</summary>
        Ending,

        /// <summary>With another, while its handler may still run.</summary>
        EndingEarly,
        Ended,
    }
}

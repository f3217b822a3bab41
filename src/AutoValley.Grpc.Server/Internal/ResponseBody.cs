using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The response of one call: headers, messages one at a time, status and trailers.</summary>
/// <param name="context">The request.</param>
/// <param name="settings">The host's.</param>
/// <param name="over">Cancelled when the call is; a write under way gives up then.</param>
internal sealed class ResponseBody(HttpContext context, CallSettings settings, CancellationToken over) : IDisposable
{
    // RFC 9113, section 7.
    private const int Cancel = 0x8;

    // The least that a peer takes at once (RFC 9113, section 4.2), sent in one piece with the trailers.
    private const int FrameBytes = 16 << 10;

    // In characters, of up to nine bytes each as they travel; 8 KiB is the least that a caller takes.
    private const int MaximumDetailLength = 768;

    /// <summary>How long an early end waits for a caller that does not read what was sent before.</summary>
    public static readonly TimeSpan EarlyEndGrace = TimeSpan.FromSeconds(5);

    // Held while something is written, and for good by the end of the call.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private MessageWriter? _writer;
    private CancellationTokenRegistration _cancelling;
    private volatile bool _ended;

    /// <summary>Writes one message; allocates nothing when the connection takes it at once.</summary>
    public async Task WriteAsync<TResponse>(
        Marshaller<TResponse> marshaller, TResponse message, WriteFlags flags, CancellationToken cancellationToken)
        where TResponse : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter();
        try
        {
            if (_writer is null)
                await StartAsync();
            _writer!.Write(message, marshaller.ContextualSerializer, flags);
            if ((flags & WriteFlags.BufferHint) != 0)
                return;
            using var cancelling = cancellationToken == over ? default : CancelFlushBy(cancellationToken);
            while ((await _writer.FlushAsync(CancellationToken.None)).IsCanceled)
            {
                over.ThrowIfCancellationRequested();
                cancellationToken.ThrowIfCancellationRequested();
                // It was meant for the message before, which was taken at the same time.
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends the headers before the first message.</summary>
    public async Task WriteHeadersAsync(Metadata headers)
    {
        Enter();
        try
        {
            if (context.Response.HasStarted)
                throw new InvalidOperationException("the response has begun; its headers are sent already");
            CallMetadata.Write(headers, context.Response.Headers);
            await StartAsync();
            if ((await _writer!.FlushAsync(CancellationToken.None)).IsCanceled)
                over.ThrowIfCancellationRequested();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sets status and trailers behind what was written, which the server sends when the request is over. Completes when the caller has
    /// taken what is more than a frame, or was cut.</summary>
    public async Task EndAsync(Status status, Metadata? trailers)
    {
        _ended = true;
        await _turn.WaitAsync();
        if (_writer is not null && context.Response.BodyWriter.UnflushedBytes > FrameBytes)
            await FlushAllAsync();
        SetStatus(status, trailers);
    }

    /// <summary>Sends the status while the handler still runs. That the caller may send no more, Kestrel tells it when the handler returns.</summary>
    public async Task EndEarlyAsync(Status status)
    {
        _ended = true;
        await _turn.WaitAsync();
        try
        {
            if (_writer is not null)
                await FlushAllAsync().WaitAsync(EarlyEndGrace, settings.Clock);
            SetStatus(status, null);
            // Not waited for: a reset now would drop what Kestrel has not sent yet, the status too.
            await context.Response.CompleteAsync();
        }
        catch (TimeoutException)
        {
            Cut();
        }
    }

    /// <summary>Drops what the caller has not taken.</summary>
    public void Cut()
    {
        // HTTP/1.1 has no resets, only the end of the connection.
        if (context.Features.Get<IHttpResetFeature>() is { } reset)
            reset.Reset(Cancel);
        else
            context.Abort();
    }

    public void Dispose()
    {
        _cancelling.Dispose();
        _turn.Dispose();
    }

    private void SetStatus(Status status, Metadata? trailers)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return;
        if (context.Response.HasStarted)
        {
            if (context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } sent)
                WriteStatus(status, trailers, sent);
            return;
        }
        // Nothing was sent: one block of headers is the whole response ("Trailers-Only").
        SetProtocolHeaders();
        WriteStatus(status, trailers, context.Response.Headers);
    }

    // A cancellation was meant for the write before.
    private async Task FlushAllAsync()
    {
        while ((await _writer!.FlushAsync(CancellationToken.None)).IsCanceled)
        {
        }
    }

    private static void WriteStatus(Status status, Metadata? trailers, IHeaderDictionary headers)
    {
        headers[ProtocolHeaders.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
            headers[ProtocolHeaders.StatusMessage] = StatusText.Encode(Cut(status.Detail));
        if (trailers is not null)
            CallMetadata.Write(trailers, headers);
    }

    // Callers refuse a block of headers that is too large, and with it the status.
    private static string Cut(string detail) => detail.Length <= MaximumDetailLength ? detail : detail[..MaximumDetailLength] + "...";

    private void Enter()
    {
        over.ThrowIfCancellationRequested();
        if (_ended)
            throw new InvalidOperationException("the call has ended");
        if (!_turn.Wait(0, CancellationToken.None))
            throw new InvalidOperationException(_ended ? "the call has ended" : "the write before has not completed");
    }

    // Kestrel resets the stream when a flush is cancelled by its token, and then there is no status: this ends the wait for it alone.
    private CancellationTokenRegistration CancelFlushBy(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static body => ((ResponseBody)body!)._writer!.CancelPendingFlush(), this);

    private async Task StartAsync()
    {
        SetProtocolHeaders();
        var compression = settings.Compression is { } level && CallerAcceptsGzip() ? level : (CompressionLevel?)null;
        if (compression is not null)
            context.Response.Headers[ProtocolHeaders.Encoding] = ProtocolHeaders.Gzip;
        // Kestrel wants a response to be started before its body's buffer is asked for.
        await context.Response.StartAsync();
        _writer = new MessageWriter(context.Response.BodyWriter, settings.MaximumSendBytes, compression);
        _cancelling = CancelFlushBy(over);
    }

    private void SetProtocolHeaders()
    {
        context.Response.ContentType = ProtocolHeaders.ContentType;
        context.Response.Headers[ProtocolHeaders.AcceptEncoding] = ProtocolHeaders.AcceptedEncodings;
    }

    private bool CallerAcceptsGzip() => context.Request.Headers[ProtocolHeaders.AcceptEncoding].ToString()
        .Split(',', StringSplitOptions.TrimEntries).Contains(ProtocolHeaders.Gzip);
}

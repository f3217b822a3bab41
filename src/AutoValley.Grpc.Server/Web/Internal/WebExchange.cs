using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>
/// One call over gRPC-Web (grpc/grpc, doc/PROTOCOL-WEB.md), for the rest of the server a call like any other: it stands before Kestrel's own features,
/// takes base64 off the request and puts it on the response where the call is text, and sends the trailers as the last frame of the body.
/// </summary>
internal sealed class WebExchange : IHttpResponseBodyFeature, IHttpResponseTrailersFeature, IDisposable
{
    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _body;
    private readonly Base64Writer? _textWriter;
    private readonly PipeReader? _textReader;
    private bool _ended;

    private WebExchange(HttpContext context, bool textRequest, bool textResponse)
    {
        _context = context;
        _body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _textWriter = textResponse ? new Base64Writer(_body.Writer) : null;
        _textReader = textRequest ? Base64ReadStream.Decode(context.Request.BodyReader) : null;
    }

    /// <summary>What is sent behind the messages.</summary>
    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public PipeWriter Writer => (PipeWriter?)_textWriter ?? _body.Writer;

    public Stream Stream => _textWriter is null ? _body.Stream : _textWriter.AsStream();

    /// <summary>Whether the request of this context is gRPC-Web.</summary>
    public static bool Carries(HttpContext context) => context.Features.Get<WebExchange>() is not null;

    /// <summary>Takes the place of Kestrel's features for the rest of the request.</summary>
    public static WebExchange Begin(HttpContext context, bool textRequest)
    {
        var textResponse = WebContentType.WantsText(context.Request.Headers.Accept, textRequest);
        var exchange = new WebExchange(context, textRequest, textResponse);
        var features = context.Features;
        features.Set(exchange);
        features.Set<IHttpResponseBodyFeature>(exchange);
        features.Set<IHttpResponseTrailersFeature>(exchange);
        if (exchange._textReader is { } reader)
            features.Set<IRequestBodyPipeFeature>(new DecodedRequest(reader));
        context.Response.OnStarting(() => exchange.NameContent(textResponse ? WebContentType.Text : WebContentType.Binary));
        return exchange;
    }

    public void DisableBuffering() => _body.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type is not MethodType.Unary)
            CloseAfterwards();
        return _body.StartAsync(cancellationToken);
    }

    /// <summary>Ends the response while its handler still runs.</summary>
    public Task CompleteAsync()
    {
        if (!_context.Response.HasStarted)
            CloseAfterwards();
        WriteTrailers();
        return _body.CompleteAsync();
    }

    /// <summary>Writes the last frame, once, unless the response is headers alone; whoever ends the response flushes it.</summary>
    public void WriteTrailers()
    {
        if (_ended)
            return;
        _ended = true;
        if (!_context.Response.HasStarted || _context.RequestAborted.IsCancellationRequested)
            return;
        TrailersFrame.Write(Writer, Trailers);
        _textWriter?.Encode();
    }

    public void Dispose()
    {
        _textReader?.Complete();
        _textWriter?.Dispose();
    }

    // A response that ends before its handler holds a connection of HTTP/1.1 until that returns: nobody is to send the next request behind it. Streams say
    // so at their start, as it is too late later.
    private void CloseAfterwards()
    {
        if (!HttpProtocol.IsHttp2(_context.Request.Protocol) && !HttpProtocol.IsHttp3(_context.Request.Protocol))
            _context.Response.Headers[HeaderNames.Connection] = "close";
    }

    private Task NameContent(string contentType)
    {
        if (ProtocolHeaders.IsGrpc(_context.Response.ContentType))
            _context.Response.ContentType = contentType;
        return Task.CompletedTask;
    }

    private sealed class DecodedRequest(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}

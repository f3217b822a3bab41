using Grpc.Core;
using Grpc.Net.Client.Internal;

namespace Grpc.Net.Client;

/// <summary>Calls to one server over <see cref="HttpMessageHandler"/>: HTTP/2, in plain text (h2c) for <c>http</c> addresses.
/// Connections are made when first needed, and made again when lost.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly HttpMessageInvoker _http;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        Options = options;
        _http = options.HttpHandler is null
            ? new HttpMessageInvoker(DefaultHandler())
            : new HttpMessageInvoker(options.HttpHandler, options.DisposeHttpClient);
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    /// <inheritdoc cref="ForAddress(Uri, GrpcChannelOptions)"/>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <inheritdoc cref="ForAddress(Uri, GrpcChannelOptions)"/>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(
            Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : throw new ArgumentException(Explain(address), nameof(address)),
            channelOptions);
    }

    /// <inheritdoc cref="ForAddress(Uri, GrpcChannelOptions)"/>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to a server; nothing is sent yet.</summary>
    /// <param name="address"><c>http://host:port</c> or <c>https://host:port</c>.</param>
    /// <param name="channelOptions">Limits and handler.</param>
    /// <exception cref="ArgumentException">The address is not of that form.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.IsAbsoluteUri && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException(Explain(address.ToString()), nameof(address));
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker() => new HttpClientCallInvoker(this);

    /// <summary>Closes the connections; calls under way end with an error.</summary>
    public void Dispose() => _http.Dispose();

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    private static string Explain(string address) => $"'{address}' is no gRPC address; it has to be http://host:port or https://host:port";

    private static SocketsHttpHandler DefaultHandler() => new()
    {
        // A server's limit on streams a connection then costs a second connection instead of waiting.
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}

using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Net.Client.Internal.Retries;

namespace Grpc.Net.Client;

/// <summary>Calls to one server over <see cref="HttpMessageHandler"/>: HTTP/2, in plain text (h2c) for <c>http</c> addresses.
/// Connections are made when first needed, and made again when lost.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly CancellationTokenSource _disposed = new();

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        Options = options;
        Retries = new RetryRules(options);
        _http = options.HttpHandler is null
            ? new HttpMessageInvoker(Connections.CreateHandler(address, Connections.PingDelay, Connections.PingTimeout))
            : new HttpMessageInvoker(options.HttpHandler, options.DisposeHttpClient);
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    internal RetryRules Retries { get; }

    /// <summary>Fired when the channel is disposed.</summary>
    internal CancellationToken Disposed => _disposed.Token;

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
    /// <param name="channelOptions">Limits, retries and handler.</param>
    /// <exception cref="ArgumentException">The address is not of that form.</exception>
    /// <exception cref="InvalidOperationException">The service config has errors.</exception>
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

    /// <summary>Ends the calls under way with CANCELLED and closes the connections.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        _http.Dispose();
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    private static string Explain(string address) => $"'{address}' is no gRPC address; it has to be http://host:port or https://host:port";
}

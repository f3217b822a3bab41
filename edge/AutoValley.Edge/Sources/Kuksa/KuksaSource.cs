using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AutoValley.Edge.Sources.Kuksa.Wire;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Kuksa;

/// <summary>
/// Signals of an Eclipse Kuksa databroker (<c>kuksa.val.v2</c>): types and units by ListMetadata, values by Subscribe, with the time stamps that they have
/// there. A run is one subscription. A databroker drops changes for a subscriber who is behind, and does not say so.
/// </summary>
internal sealed class KuksaSource : ISampleSource
{
    private readonly KuksaOptions options;
    private readonly TimeProvider clock;

    /// <param name="options">Where, and what.</param>
    /// <param name="clock">Gives the time of values that have none.</param>
    /// <param name="loggers">The first of each fault is logged.</param>
    public KuksaSource(KuksaOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (this.options, this.clock) = (options, clock);
        Statistics = new KuksaStatistics(Name, loggers.CreateLogger<KuksaSource>());
    }

    /// <inheritdoc/>
    public string Name => $"kuksa {options.Address.Authority}";

    /// <summary>What became of the values.</summary>
    public KuksaStatistics Statistics { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => Statistics.Counts;

    /// <inheritdoc/>
    public string? LastFault => Statistics.Faults.Last;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        using var channel = GrpcChannel.ForAddress(Named(), new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });
        try
        {
            await SubscribeAsync(new VAL.VALClient(channel), sink, cancellation);
        }
        catch (RpcException failure)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new SourceException($"{Name}: {Explain(failure)}", failure);
        }
        catch (SourceException failure)
        {
            throw new SourceException($"{Name}: {failure.Message}", failure);
        }
        throw new SourceException($"{Name}: the databroker ended the subscription");
    }

    private async Task SubscribeAsync(VAL.VALClient databroker, ISampleSink sink, CancellationToken cancellation)
    {
        var headers = Headers();
        var known = new List<Wire.Metadata>();
        foreach (var root in KuksaSignals.Roots(options.Signals))
            known.AddRange(await ListAsync(databroker, root, headers, cancellation));
        var signals = KuksaSignals.Choose(options.Signals, known);
        var reader = new KuksaReader(Statistics, sink, clock);
        reader.Declare(signals);
        var wish = new SubscribeRequest { SignalPaths = { signals.Select(signal => signal.Name) }, BufferSize = KuksaOptions.BufferedChanges };
        using var call = databroker.Subscribe(wish, headers, cancellationToken: cancellation);
        await call.ResponseHeadersAsync;
        Statistics.Connected();
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            foreach (var (path, point) in call.ResponseStream.Current.Entries)
                await reader.TakeAsync(path, point, cancellation);
        }
    }

    private async Task<IEnumerable<Wire.Metadata>> ListAsync(VAL.VALClient databroker, string root, Grpc.Core.Metadata headers, CancellationToken cancellation)
    {
        try
        {
            // A deadline is the system clock's: a call has no other.
            var limit = TimeProvider.System.GetUtcNow().UtcDateTime + options.AnswerLimit;
            return (await databroker.ListMetadataAsync(new ListMetadataRequest { Root = root }, headers, limit, cancellation)).Metadata;
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.NotFound)
        {
            return [];
        }
    }

    private Grpc.Core.Metadata Headers()
    {
        var headers = new Grpc.Core.Metadata();
        try
        {
            if (options.Token?.Invoke() is { } token)
                headers.Add("authorization", $"Bearer {token}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SourceException($"the token cannot be used: {unreadable.Message}", unreadable);
        }
        return headers;
    }

    private static string Explain(RpcException failure) => failure.StatusCode switch
    {
        StatusCode.Unauthenticated => $"asks for a valid token (\"tokenFile\"): {failure.Status.Detail}",
        StatusCode.PermissionDenied => $"the token does not allow to read the signals: {failure.Status.Detail}",
        StatusCode.Unimplemented => $"does not speak kuksa.val.v2 (databroker 0.5 or later): {failure.Status.Detail}",
        StatusCode.NotFound => $"a signal is gone: {failure.Status.Detail}",
        _ => $"{failure.StatusCode}: {failure.Status.Detail}",
    };

    // A certificate is checked against the name in the address; whom that is dialled at is the handler's matter.
    private Uri Named() => options.Tls?.ServerName is { } name ? new UriBuilder(options.Address) { Host = name }.Uri : options.Address;

    private SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = DialAsync,
        ConnectTimeout = options.AnswerLimit,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = options.Tls?.ClientCertificate is { } own ? [own] : null,
            CertificateChainPolicy = options.Tls is { TrustedRoots: { Count: > 0 } roots } ? Trusting(roots) : null,
        },
    };

    private async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Address.IdnHost, options.Address.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}

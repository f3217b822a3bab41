using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AutoValley.Interop;
using AutoValley.Mqtt.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AutoValley.Grpc.Tests.Client.Connections;

/// <summary>TLS and client certificates, by a handler that the caller configures, with a real Kestrel that asks for a certificate.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Certificates _certificates = new();

    [Fact]
    public async Task Call_BothSidesKnowEachOther_IsAnswered()
    {
        await using var server = await StartAsync();
        using var channel = Channel(server, _certificates.Authority, _certificates.Client);
        using var call = new InteropService.InteropServiceClient(channel).EmptyCallAsync(new Empty());
        await call.ResponseAsync.WaitAsync(Patience);
        Assert.Equal(_certificates.Client.Thumbprint, call.GetTrailers().GetValue("client"));
    }

    [Fact]
    public async Task Call_ServerOfAnotherAuthority_IsRefusedAndSaysWhy()
    {
        using var others = new Certificates();
        await using var server = await StartAsync();
        using var channel = Channel(server, others.Authority, _certificates.Client);
        var failure = await FailAsync(channel);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.StartsWith($"no connection to {server.Address.Authority}: ", failure.Status.Detail);
        Assert.Contains("errors in the certificate chain: NotSignatureValid", failure.Status.Detail);
    }

    [Fact]
    public async Task Call_ServerOfAnotherName_IsRefusedAndSaysWhy()
    {
        await using var server = await StartAsync();
        using var channel = Channel(server, _certificates.Authority, _certificates.Client, new UriBuilder(server.Address) { Host = "localhost" }.Uri);
        var failure = await FailAsync(channel);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("RemoteCertificateNameMismatch", failure.Status.Detail);
    }

    [Fact]
    public async Task Call_WithoutTheCertificateThatIsAskedFor_IsUnavailable()
    {
        await using var server = await StartAsync();
        using var channel = Channel(server, _certificates.Authority, client: null);
        var failure = await FailAsync(channel);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains(server.Address.Authority, failure.Status.Detail);
    }

    public void Dispose() => _certificates.Dispose();

    private static async Task<RpcException> FailAsync(GrpcChannel channel) => await Assert.ThrowsAsync<RpcException>(
        () => new InteropService.InteropServiceClient(channel).EmptyCallAsync(new Empty()).ResponseAsync.WaitAsync(Patience));

    private static GrpcChannel Channel(RawServer server, X509Certificate2 authority, X509Certificate2? client, Uri? address = null)
    {
        var options = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority },
            },
            ClientCertificates = client is null ? null : [client],
        };
        var handler = new SocketsHttpHandler { SslOptions = options };
        return GrpcChannel.ForAddress(address ?? server.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    private Task<RawServer> StartAsync() => RawServer.StartAsync(
        async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("client", context.Connection.ClientCertificate!.Thumbprint);
            context.Response.AppendTrailer("grpc-status", "0");
        },
        configure: kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = _certificates.Server;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => certificate.Issuer == _certificates.Authority.Subject;
        }),
        secure: true);
}

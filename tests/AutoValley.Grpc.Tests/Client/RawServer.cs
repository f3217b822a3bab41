using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AutoValley.Grpc.Tests.Client;

/// <summary>A server that answers each HTTP/2 request as a test says, well-behaved or not.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RawServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public static async Task<RawServer> StartAsync(
        RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http2, Action<KestrelServerOptions>? configure = null, bool secure = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            configure?.Invoke(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (secure)
                    listen.UseHttps();
            });
        });
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new RawServer(app);
    }

    /// <summary>A server whose responses have these bytes as body and this status in the trailers.</summary>
    public static Task<RawServer> StartAsync(string bodyHex, string? status, string? encoding = null) => StartAsync(async context =>
    {
        context.Response.ContentType = "application/grpc";
        if (encoding is not null)
            context.Response.Headers["grpc-encoding"] = encoding;
        await context.Response.StartAsync();
        await context.Response.Body.WriteAsync(Convert.FromHexString(bodyHex));
        if (status is not null)
            context.Response.AppendTrailer("grpc-status", status);
    });

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

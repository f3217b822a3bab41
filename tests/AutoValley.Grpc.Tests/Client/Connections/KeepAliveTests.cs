using System.Net;
using System.Net.Sockets;
using AutoValley.Interop;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Settings = Grpc.Net.Client.Internal.Connections;

namespace AutoValley.Grpc.Tests.Client.Connections;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public void Handler_OfAChannel_AsksForSignsOfLifeWhileThereAreCalls()
    {
        using var handler = Settings.CreateHandler(new Uri("http://a"), Settings.PingDelay, Settings.PingTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), handler.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(20), handler.KeepAlivePingTimeout);
        Assert.Equal(HttpKeepAlivePingPolicy.WithActiveRequests, handler.KeepAlivePingPolicy);
        Assert.True(handler.EnableMultipleHttp2Connections);
        Assert.False(handler.UseProxy);
        using var secure = Settings.CreateHandler(new Uri("https://a"), Settings.PingDelay, Settings.PingTimeout);
        Assert.True(secure.UseProxy);
    }

    [Fact]
    public async Task Stream_LinkFallsSilent_EndsWithUnavailable()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var link = new SilencedLink(server.Address.Port);
        // The shortest that there are; what is waited for is the end, however late it comes.
        var handler = Settings.CreateHandler(link.Address, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var channel = GrpcChannel.ForAddress(link.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        using var call = new InteropService.InteropServiceClient(channel).ServerStream(new StreamRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        var next = call.ResponseStream.MoveNext();
        link.Silence();
        var failure = await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(Patience));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.StartsWith($"lost the connection to {link.Address.Authority}: ", failure.Status.Detail);
    }

    /// <summary>A relay whose connections stay open while nothing passes any more.</summary>
    private sealed class SilencedLink : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _silence = new();
        private readonly CancellationTokenSource _end = new();
        private readonly Task _relaying;

        public SilencedLink(int target)
        {
            _listener.Start();
            _relaying = RelayAsync(target);
        }

        public Uri Address => new($"http://{_listener.LocalEndpoint}");

        public void Silence() => _silence.Cancel();

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _listener.Stop();
            await _relaying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task RelayAsync(int target)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, target);
            var (near, far) = (client.GetStream(), server.GetStream());
            await Task.WhenAll(near.CopyToAsync(far, _silence.Token), far.CopyToAsync(near, _silence.Token))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Timeout.Infinite, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using System.Threading.Channels;
using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Tests.Client;

public sealed class ClientCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Request_Headers_AreThoseOfTheProtocolAndTheCaller()
    {
        var seen = Channel.CreateUnbounded<Dictionary<string, string>>();
        await using var server = await RawServer.StartAsync(context =>
        {
            var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
            headers["path"] = context.Request.Path;
            headers["protocol"] = context.Request.Protocol;
            return seen.Writer.WriteAsync(headers).AsTask();
        });
        var metadata = new Metadata { { "Key", "one" }, { "bytes-bin", [255] }, { "te", "gzip" }, { "grpc-internal-encoding-request", "gzip" } };
        await FailsAsync(new InteropClient(server.Channel).EmptyCallAsync(new Empty(), metadata, DateTime.UtcNow.AddMinutes(5)).ResponseAsync);
        var sent = await seen.Reader.ReadAsync();
        Assert.Equal("/autovalley.interop.InteropService/EmptyCall", sent["path"]);
        Assert.Equal("HTTP/2", sent["protocol"]);
        Assert.Equal("application/grpc", sent["content-type"]);
        Assert.Equal("trailers", sent["te"]);
        Assert.Equal("identity,gzip", sent["grpc-accept-encoding"]);
        Assert.Equal("gzip", sent["grpc-encoding"]);
        Assert.Equal("one", sent["key"]);
        Assert.Equal("/w", sent["bytes-bin"]);
        Assert.Matches("^[0-9]{1,8}u$|^[0-9]{1,8}m$", sent["grpc-timeout"]);
        Assert.StartsWith("autovalley-grpc/", sent["user-agent"]);
        Assert.DoesNotContain("grpc-internal-encoding-request", sent.Keys);
    }

    [Fact]
    public async Task Deadline_AlreadyPassed_NeverLeaves()
    {
        var requests = 0;
        await using var server = await RawServer.StartAsync(_ =>
        {
            Interlocked.Increment(ref requests);
            return Task.CompletedTask;
        });
        var failure = await FailsAsync(new InteropClient(server.Channel).EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(0, Volatile.Read(ref requests));
    }

    [Fact]
    public async Task Deadline_ServerNeverAnswers_IsMetLocallyAndResetsTheStream()
    {
        var aborted = new TaskCompletionSource();
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            await aborted.Task;
        });
        var failure = await FailsAsync(
            new InteropClient(server.Channel).EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow.AddMilliseconds(300)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await aborted.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Deadline_PeerAcceptsAndSaysNothing_IsMet()
    {
        using var mute = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        mute.Start();
        using var channel = GrpcChannel.ForAddress($"http://{mute.LocalEndpoint}");
        using var call = new InteropClient(channel).Duplex(deadline: DateTime.UtcNow.AddMilliseconds(200));
        Assert.Equal(StatusCode.DeadlineExceeded, (await FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task Token_CancelledBefore_IsCancelled()
    {
        await using var server = await RawServer.StartAsync("0000000000", "0");
        var call = new InteropClient(server.Channel).EmptyCallAsync(new Empty(), cancellationToken: new CancellationToken(true));
        Assert.Equal(StatusCode.Cancelled, (await FailsAsync(call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task Token_OfOneRead_CancelsTheCall()
    {
        await using var server = await RawServer.StartAsync(context => HangAsync(context));
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        using var stop = new CancellationTokenSource();
        var read = call.ResponseStream.MoveNext(stop.Token);
        await stop.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await FailsAsync(read)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Dispose_BeforeTheEnd_ResetsTheStream()
    {
        var aborted = new TaskCompletionSource();
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            await HangAsync(context);
        });
        var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        call.Dispose();
        await aborted.Task.WaitAsync(Patience);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        Assert.Equal(StatusCode.Cancelled, (await FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task Duplex_ServerEndsEarly_WriteFailsAndTheResponsesTellWhy()
    {
        await using var server = await RawServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            await context.Request.Body.ReadExactlyAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "7");
        });
        using var call = new InteropClient(server.Channel).Duplex();
        var failure = await FailsAsync(UploadAsync(call.RequestStream));
        Assert.True(failure.StatusCode is StatusCode.Unavailable or StatusCode.PermissionDenied, failure.Message);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.PermissionDenied, (await FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await FailsAsync(call.RequestStream.WriteAsync(new StreamRequest()))).StatusCode);
    }

    [Fact]
    public async Task ClientStream_ServerEndsWithOkEarly_GivesTheResponse()
    {
        await using var server = await RawServer.StartAsync("0000000000", "0");
        using var call = new InteropClient(server.Channel).ClientStream();
        Assert.Equal(0, (await call.ResponseAsync.WaitAsync(Patience)).Bytes);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new StreamRequest()));
    }

    [Fact]
    public async Task WriteAsync_BeforeTheLastCompleted_IsRefused()
    {
        await using var server = await RawServer.StartAsync(context => HangAsync(context));
        using var call = new InteropClient(server.Channel).Duplex();
        // Nobody reads: sooner or later a write waits for the flow-control window.
        var big = new StreamRequest { Payload = ByteString.CopyFrom(new byte[1 << 20]) };
        Task write;
        do
            write = call.RequestStream.WriteAsync(big);
        while (await Task.WhenAny(write, Task.Delay(1000)) == write);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(big));
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.CompleteAsync());
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await FailsAsync(write)).StatusCode);
    }

    [Fact]
    public async Task WriteAsync_AfterCompletion_IsRefused()
    {
        await using var server = await RawServer.StartAsync(context => HangAsync(context));
        using var call = new InteropClient(server.Channel).Duplex();
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new StreamRequest()));
    }

    [Fact]
    public async Task MoveNext_BeforeTheLastCompleted_IsRefused()
    {
        await using var server = await RawServer.StartAsync(context => HangAsync(context, messages: 0));
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        var read = call.ResponseStream.MoveNext();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext());
        Assert.Throws<InvalidOperationException>(() => call.ResponseStream.Current);
        call.Dispose();
        await FailsAsync(read);
    }

    [Fact]
    public async Task Unary_RequestOverTheLimit_IsRefusedHere()
    {
        await using var server = await RawServer.StartAsync(context => HangAsync(context, messages: 0));
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxSendMessageSize = 100 });
        var request = new UnaryRequest { Payload = ByteString.CopyFrom(new byte[101]) };
        Assert.Equal(StatusCode.ResourceExhausted, (await FailsAsync(new InteropClient(channel).UnaryCallAsync(request).ResponseAsync)).StatusCode);
        using var call = new InteropClient(channel).ClientStream();
        var failure = await FailsAsync(call.RequestStream.WriteAsync(new StreamRequest { Payload = request.Payload }));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Unary_ResponseAtTheLimit_IsTaken()
    {
        await using var server = await RawServer.StartAsync("00000000030A0101", "0");
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 3 });
        Assert.Equal(1, (await new InteropClient(channel).UnaryCallAsync(new UnaryRequest())).Payload.Length);
    }

    [Fact]
    public async Task Unary_UnknownRequestEncoding_IsRefused()
    {
        await using var server = await RawServer.StartAsync("0000000000", "0");
        var headers = new Metadata { { "grpc-internal-encoding-request", "zstd" } };
        Assert.Throws<InvalidOperationException>(() => new InteropClient(server.Channel).EmptyCallAsync(new Empty(), headers).GetStatus());
    }

    [Theory]
    [InlineData("127.0.0.1:8081")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("")]
    public void ForAddress_NotHttp_IsRefusedWithTheForm(string address) =>
        Assert.Contains("http://host:port", Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(address)).Message);

    private static async Task UploadAsync(IClientStreamWriter<StreamRequest> requests)
    {
        while (true)
            await requests.WriteAsync(new StreamRequest { Payload = ByteString.CopyFrom(new byte[64 * 1024]) });
    }

    private static async Task HangAsync(HttpContext context, int messages = 1)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync();
        await context.Response.Body.WriteAsync(new byte[5 * messages]);
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static Task<RpcException> FailsAsync(Task call) => Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Patience));
}

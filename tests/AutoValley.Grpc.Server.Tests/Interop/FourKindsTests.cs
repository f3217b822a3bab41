using AutoValley.Interop;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Client = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>The four kinds of call, C# client to C# server, after doc/interop-test-descriptions.md.</summary>
public sealed class FourKindsTests : IAsyncLifetime
{
    private static readonly int[] Sizes = [31415, 9, 2653, 58979];
    private static readonly int[] PayloadBytes = [27182, 8, 1828, 45904];

    private TestServer _server = null!;
    private Client _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = new Client(_server.Channel);
    }

    public async Task DisposeAsync()
    {
        Assert.Empty(_server.Errors);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task EmptyCall_Empty_GivesEmpty() => Assert.Equal(new Empty(), await _client.EmptyCallAsync(new Empty()));

    [Fact]
    public void EmptyCall_Blocking_GivesEmpty() => Assert.Equal(new Empty(), _client.EmptyCall(new Empty()));

    [Fact]
    public async Task UnaryCall_Large_GivesAsMuchAsAskedFor()
    {
        using var call = _client.UnaryCallAsync(new UnaryRequest { ResponseBytes = 314159, Payload = Zeros(271828) });
        var response = await call;
        Assert.Equal(314159, response.Payload.Length);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }

    [Fact]
    public async Task ClientStream_FourPayloads_GivesTheirSum()
    {
        using var call = _client.ClientStream();
        foreach (var bytes in PayloadBytes)
            await call.RequestStream.WriteAsync(new StreamRequest { Payload = Zeros(bytes) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).Bytes);
    }

    [Fact]
    public async Task ServerStream_FourSizes_GivesThemInOrder()
    {
        using var call = _client.ServerStream(new StreamRequest { ResponseBytes = { Sizes } });
        var received = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            received.Add(response.Payload.Length);
        Assert.Equal(Sizes, received);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_PingPong_AnswersEachBeforeTheNext()
    {
        using var call = _client.Duplex();
        for (var i = 0; i < Sizes.Length; i++)
        {
            await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { Sizes[i] }, Payload = Zeros(PayloadBytes[i]) });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(Sizes[i], call.ResponseStream.Current.Payload.Length);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_NoRequests_GivesNoResponses()
    {
        using var call = _client.Duplex();
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_ReadBeforeFirstWrite_DoesNotHang()
    {
        using var call = _client.Duplex();
        var first = call.ResponseStream.MoveNext();
        await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { 3 } });
        Assert.True(await first.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    private static ByteString Zeros(int length) => ByteString.CopyFrom(new byte[length]);
}

using System.Net;
using System.Net.WebSockets;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Packets;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>MQTT over WebSocket, on a real port.</summary>
public sealed class WebSocketTests
{
    // CONNECT, and a PINGREQ behind it.
    private static readonly byte[] ConnectAndPing = Wire.Bytes("10 10 0004 4D515454 05 02 003C 00 0003 636172 C0 00");

    [Theory]
    [Conformance("MQTT-6.0.0-2", "MQTT-6.0.0-4")]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Packets_CutIntoFramesAnyhow_AreServed(int frameBytes)
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        using var socket = await OpenAsync(endpoint, "mqtt");
        Assert.Equal("mqtt", socket.SubProtocol);
        foreach (var frame in ConnectAndPing.Chunk(frameBytes))
            await socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, Patience());
        var received = new List<byte>();
        while (!received.ToArray().AsSpan().EndsWith<byte>([0xD0, 0x00]))
        {
            var (type, bytes) = await ReceiveAsync(socket);
            Assert.Equal(WebSocketMessageType.Binary, type);
            received.AddRange(bytes);
        }
        Assert.Equal(0x20, received[0]);
        // Goodbye is answered by the end of the WebSocket.
        await socket.SendAsync(new byte[] { 0xE0, 0x00 }, WebSocketMessageType.Binary, true, Patience());
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(socket)).Type);
    }

    [Fact]
    [Conformance("MQTT-6.0.0-1")]
    public async Task TextFrame_IsTheEnd()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        using var socket = await OpenAsync(endpoint, "mqtt");
        await socket.SendAsync(ConnectAndPing.AsMemory(0, 18), WebSocketMessageType.Binary, true, Patience());
        await ReceiveAsync(socket);
        await socket.SendAsync("C000"u8.ToArray(), WebSocketMessageType.Text, true, Patience());
        await ClosedAsync(socket);
        await Eventually.IsTrueAsync(() => endpoint.Server.ConnectionCount == 0);
    }

    [Theory]
    [Conformance("MQTT-6.0.0-3")]
    [InlineData(null)]
    [InlineData("chat")]
    public async Task Upgrade_WithoutTheSubprotocol_IsRefused(string? protocol)
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        var error = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(endpoint, protocol));
        Assert.Contains("400", error.Message, StringComparison.Ordinal);
        using var http = new HttpClient();
        var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{endpoint.HttpPort}/mqtt"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, endpoint.Server.ConnectionCount);
    }

    [Fact]
    public async Task LargePublish_BothWays_ArrivesWhole()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        using var socket = await OpenAsync(endpoint, "mqtt");
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Connect("c").Write(output);
        new SubscribePacket(1, 0, [new SubscriptionRequest("t", QualityOfService.AtMostOnce)]).Write(output, MqttProtocolVersion.V500);
        new EncodedPublish(Publish("t", new string('x', 1_000_000))).Write(output, new PublishHeader(QualityOfService.AtMostOnce, 0, false, false, null, null), MqttProtocolVersion.V500);
        await socket.SendAsync(output.WrittenMemory, WebSocketMessageType.Binary, true, Patience());
        var total = 0;
        while (total < 1_000_000)
            total += (await ReceiveAsync(socket)).Bytes.Length;
        Assert.Equal(1, endpoint.Server.Statistics.PublishesSent);
    }

    private static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    private static async Task<ClientWebSocket> OpenAsync(TestEndpoint endpoint, string? protocol)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
            socket.Options.AddSubProtocol(protocol);
        await socket.ConnectAsync(endpoint.WebSocket, Patience());
        return socket;
    }

    private static async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var result = await socket.ReceiveAsync(buffer, Patience());
        return (result.MessageType, buffer[..result.Count]);
    }

    private static async Task ClosedAsync(ClientWebSocket socket)
    {
        try
        {
            while ((await ReceiveAsync(socket)).Type != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Without a word is an end, too.
        }
    }
}

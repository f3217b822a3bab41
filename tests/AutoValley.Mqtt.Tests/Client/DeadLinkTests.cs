using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Client;

/// <summary>A server that went silent is noticed within two keep-alive intervals, whatever the transport still takes.</summary>
public sealed class DeadLinkTests
{
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);
    private readonly VirtualTime time = new();

    [Fact]
    public async Task Silence_AfterHalfAPacket_Ends()
    {
        var (client, server) = await ConnectAsync();
        await server.SendAsync([0x30, 100, 0, 1]);
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task Silence_WhileWritesAreBlocked_Ends()
    {
        var (client, server) = await ConnectAsync();
        // More than the transport takes: the writer waits in the middle, before the clock moves.
        var publishes = Enumerable.Range(0, 20).Select(_ => PublishAsync(client, 20_000)).ToArray();
        await Wait.UntilAsync(() => Unread(server) >= BufferBytes);
        await AssertEndsAsync(client);
        foreach (var publish in publishes)
            await Task.WhenAny(publish).WaitAsync(Patience);
        Assert.Contains(publishes, publish => publish.IsFaulted);
    }

    [Fact]
    public async Task Silence_WhileReceivedIsFull_Ends()
    {
        var (client, server) = await ConnectAsync();
        for (ushort id = 1; id <= 1024; id++)
            server.Write(new MqttPublish { Topic = "t", Qos = QualityOfService.AtLeastOnce }, id);
        for (var i = 0; i < 2000; i++)
            server.Write(new MqttPublish { Topic = "t" });
        await server.FlushAsync();
        await Wait.UntilAsync(() => client.DroppedPublishes > 0);
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task Silence_WhileSendingGoesOn_Ends()
    {
        var (client, _) = await ConnectAsync(bufferBytes: 1 << 20);
        for (var second = 0; second < 2 * Interval.TotalSeconds && !client.Closed.IsCompleted; second++)
        {
            await Task.WhenAny(PublishAsync(client, 1));
            await StepAsync(client, TimeSpan.FromSeconds(1));
        }
        await AssertDeadAsync(client);
    }

    private static long Unread(PacketPeer server)
    {
        var input = server.Transport.Input;
        if (!input.TryRead(out var result))
            return 0;
        input.AdvanceTo(result.Buffer.Start);
        return result.Buffer.Length;
    }

    private async Task AssertEndsAsync(MqttClient client)
    {
        // What was sent last may be read within the first steps, and counts from there.
        for (var second = 0; second < (2 * Interval.TotalSeconds) + 2 && !client.Closed.IsCompleted; second++)
            await StepAsync(client, TimeSpan.FromSeconds(1));
        await AssertDeadAsync(client);
    }

    private static async Task AssertDeadAsync(MqttClient client)
    {
        var error = await Assert.ThrowsAsync<MqttException>(() => client.Closed.WaitAsync(Patience));
        Assert.Equal(MqttReasonCode.KeepAliveTimeout, error.Reason);
    }

    // Time goes on only when the client has set its next timer, or is done.
    private async Task StepAsync(MqttClient client, TimeSpan step)
    {
        await Wait.UntilAsync(() => time.TimerCount > 0 || client.Closed.IsCompleted);
        time.Advance(step);
    }

    private async Task<(MqttClient Client, PacketPeer Server)> ConnectAsync(int bufferBytes = BufferBytes)
    {
        var (near, far) = MemoryTransport.CreatePair(bufferBytes);
        var server = new PacketPeer(far);
        var connecting = MqttClient.ConnectAsync(near, new MqttClientOptions { KeepAlive = Interval }, time, default);
        await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(false, MqttReasonCode.Success, Properties.None));
        return (await connecting.WaitAsync(Patience), server);
    }

    private static Task PublishAsync(MqttClient client, int bytes)
    {
        try
        {
            return client.PublishAsync(new MqttPublish { Topic = "t", Payload = new byte[bytes] }, default).AsTask();
        }
        catch (MqttException error)
        {
            return Task.FromException(error);
        }
    }
}

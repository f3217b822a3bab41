using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>What a publish allocates in steady state beside its payload, which is the application's from then on.</summary>
[Collection(nameof(IdleConnectionTests))]
public sealed class AllocationTests
{
    private const int Warmup = 2_000, Count = 5_000, PayloadBytes = 200, Burst = 50;

    [Theory]
    [InlineData(QualityOfService.AtMostOnce, 300)]
    [InlineData(QualityOfService.AtLeastOnce, 300)]
    public async Task Publish_ToAHandler_AllocatesItsPayloadAndOneObject(QualityOfService qos, int maximumBytes)
    {
        await using var endpoint = new MemoryEndpoint(new Silent(), new MqttServerOptions { ReceiveMaximum = 1000 });
        var peer = await endpoint.ConnectAsync("c");
        var burst = Bytes(qos);
        await SendAsync(Warmup);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await SendAsync(Count);
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / Count;
        Assert.True(each <= PayloadBytes + maximumBytes, $"{each} bytes a publish of {PayloadBytes}, the test's own share with it");

        async Task SendAsync(int count)
        {
            for (var sent = 0; sent < count; sent += Burst)
            {
                await peer.SendAsync(burst);
                for (var left = qos == QualityOfService.AtMostOnce ? 0 : Burst * 4; left > 0;)
                {
                    var result = await peer.Transport.Input.ReadAsync();
                    left -= (int)result.Buffer.Length;
                    peer.Transport.Input.AdvanceTo(result.Buffer.End);
                }
                while (endpoint.Server.Statistics.PublishesReceived % Burst != 0)
                    await Task.Yield();
            }
        }
    }

    private static byte[] Bytes(QualityOfService qos)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var publish = new EncodedPublish(Publish("av/v1/o/c/telemetry", new string('x', PayloadBytes), qos));
        for (ushort id = 1; id <= Burst; id++)
            publish.Write(output, new PublishHeader(qos, qos == QualityOfService.AtMostOnce ? (ushort)0 : id, false, false, null, null), MqttProtocolVersion.V500);
        return output.WrittenSpan.ToArray();
    }

    private sealed class Silent : IMqttHandler;
}

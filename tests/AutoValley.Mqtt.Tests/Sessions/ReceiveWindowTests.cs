using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Sessions;

public sealed class ReceiveWindowTests
{
    private readonly ReceiveWindow window = new();

    [Fact]
    public void Accept_BeyondMaximum_ThrowsReceiveMaximumExceeded()
    {
        window.Resume(2);
        Assert.True(window.Accept(QualityOfService.AtLeastOnce, 1));
        Assert.True(window.Accept(QualityOfService.ExactlyOnce, 2));
        Assert.True(window.Accept(QualityOfService.AtMostOnce, 0));
        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, Assert.Throws<MqttException>(() => window.Accept(QualityOfService.AtLeastOnce, 3)).Reason);
    }

    [Fact]
    public void Accept_AfterAnswer_HasRoomAgain()
    {
        window.Resume(1);
        for (ushort id = 1; id < 10; id++)
        {
            Assert.True(window.Accept(QualityOfService.AtLeastOnce, id));
            window.Answer(new AckPacket(PacketType.PubAck, id, MqttReasonCode.Success));
        }
    }

    [Fact]
    [Conformance("MQTT-4.3.3-10")]
    public void ExactlyOnce_Repeated_IsDeliveredOnceUntilReleased()
    {
        window.Resume(1);
        Assert.True(window.Accept(QualityOfService.ExactlyOnce, 5));
        window.Answer(new AckPacket(PacketType.PubRec, 5, MqttReasonCode.Success));
        Assert.False(window.Accept(QualityOfService.ExactlyOnce, 5));
        window.Resume(1);
        Assert.False(window.Accept(QualityOfService.ExactlyOnce, 5));
        Assert.Equal(1, window.Pending);
        Assert.Equal(MqttReasonCode.Success, window.Release(5).Reason);
        Assert.Equal(0, window.Pending);
        Assert.Equal(MqttReasonCode.PacketIdentifierNotFound, window.Release(5).Reason);
        Assert.True(window.Accept(QualityOfService.ExactlyOnce, 5));
    }

    [Fact]
    [Conformance("MQTT-4.3.3-9")]
    public void ExactlyOnce_RefusedByApplication_IsForgotten()
    {
        window.Resume(1);
        window.Accept(QualityOfService.ExactlyOnce, 5);
        window.Answer(new AckPacket(PacketType.PubRec, 5, MqttReasonCode.NotAuthorized));
        Assert.True(window.Accept(QualityOfService.ExactlyOnce, 5));
    }
}

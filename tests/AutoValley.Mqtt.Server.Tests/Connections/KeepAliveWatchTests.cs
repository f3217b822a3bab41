using AutoValley.Mqtt.Server.Connections;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Connections;

public sealed class KeepAliveWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly KeepAliveWatch watch = new(TimeSpan.FromSeconds(10));

    [Fact]
    [Conformance("MQTT-3.1.2-22")]
    public void IsDead_SinceLastPacket_AtOneAndAHalf()
    {
        watch.Restart(Start);
        Assert.False(watch.IsDead(Start.AddSeconds(14), out var next));
        Assert.Equal(TimeSpan.FromSeconds(1), next);
        watch.Restart(Start.AddSeconds(14));
        Assert.False(watch.IsDead(Start.AddSeconds(28), out _));
        Assert.True(watch.IsDead(Start.AddSeconds(29), out _));
    }

    [Fact]
    public void IsDead_WhileNothingIsRead_Never()
    {
        watch.Restart(Start);
        watch.Suspend();
        Assert.False(watch.IsDead(Start.AddHours(1), out var next));
        Assert.Equal(TimeSpan.FromSeconds(15), next);
    }
}

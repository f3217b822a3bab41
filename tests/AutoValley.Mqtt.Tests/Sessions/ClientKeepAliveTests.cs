using AutoValley.Mqtt.Sessions;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Sessions;

public sealed class ClientKeepAliveTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly ClientKeepAlive keepAlive = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), Start);

    [Fact]
    [Conformance("MQTT-3.1.2-20")]
    public void Check_SilentForInterval_PingsOnce()
    {
        Assert.Equal((KeepAliveAction.Wait, TimeSpan.FromSeconds(1)), Check(29));
        Assert.Equal((KeepAliveAction.Ping, TimeSpan.FromSeconds(10)), Check(30));
        Assert.Equal((KeepAliveAction.Wait, TimeSpan.FromSeconds(6)), Check(34));
    }

    [Fact]
    public void Check_BothTalking_NeedsNoPing()
    {
        keepAlive.OnSent(Start.AddSeconds(20));
        keepAlive.OnReceived(Start.AddSeconds(25));
        Assert.Equal((KeepAliveAction.Wait, TimeSpan.FromSeconds(20)), Check(30));
    }

    [Fact]
    public void Check_SendingIntoSilence_PingsAndIsDead()
    {
        keepAlive.OnSent(Start.AddSeconds(29));
        Assert.Equal(KeepAliveAction.Ping, Check(30).Action);
        keepAlive.OnSent(Start.AddSeconds(39));
        Assert.Equal(KeepAliveAction.Dead, Check(40).Action);
    }

    [Fact]
    public void Check_NoAnswer_IsDead()
    {
        Check(30);
        Assert.Equal(KeepAliveAction.Dead, Check(40).Action);
    }

    [Fact]
    public void Check_AnyAnswer_StartsAnew()
    {
        Check(30);
        keepAlive.OnReceived(Start.AddSeconds(30));
        Assert.Equal((KeepAliveAction.Wait, TimeSpan.FromSeconds(20)), Check(40));
        Assert.Equal(KeepAliveAction.Ping, Check(60).Action);
    }

    private (KeepAliveAction Action, TimeSpan Next) Check(int seconds) => keepAlive.Check(Start.AddSeconds(seconds));
}

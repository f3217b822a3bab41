using AutoValley.Mqtt.Sessions;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Sessions;

public sealed class SendWindowTests
{
    private readonly SendWindow<string> window = new(maximumQueued: 10, maximumBytes: 100);

    [Fact]
    [Conformance("MQTT-3.3.4-8", "MQTT-4.9.0-1", "MQTT-4.9.0-2")]
    public void TryNext_BeyondReceiveMaximum_WaitsForAcknowledgement()
    {
        window.Resume(2);
        Queue("a", "b", "c");
        Assert.Equal([("a", 1, false), ("b", 2, false)], TakeAll());
        Assert.True(window.OnPubAck(1, out var done));
        Assert.Equal("a", done);
        Assert.Equal([("c", 3, false)], TakeAll());
    }

    [Fact]
    public void TryQueue_BeyondCountOrBytes_Refuses()
    {
        for (var i = 0; i < 10; i++)
            Assert.True(window.TryQueue("x", QualityOfService.AtLeastOnce, 1));
        Assert.False(window.TryQueue("x", QualityOfService.AtLeastOnce, 1));
        TakeAll();
        Assert.False(window.TryQueue("x", QualityOfService.AtLeastOnce, 91));
        Assert.True(window.TryQueue("x", QualityOfService.AtLeastOnce, 90));
        Assert.Equal(100, window.Bytes);
    }

    [Fact]
    public void Bytes_AfterAcknowledgement_AreFree()
    {
        Queue("a");
        window.TryQueue("b", QualityOfService.AtMostOnce, 5);
        TakeAll();
        Assert.Equal(1, window.Bytes);
        window.OnPubAck(1, out _);
        Assert.Equal(0, window.Bytes);
    }

    [Fact]
    [Conformance("MQTT-3.3.1-1", "MQTT-4.3.2-3", "MQTT-4.6.0-1")]
    public void Resume_Unacknowledged_GoAgainFirstInOrderAsDuplicates()
    {
        Queue("a", "b", "c");
        TakeAll();
        window.OnPubAck(2, out _);
        Queue("d");
        Assert.Empty(window.Resume(1));
        Assert.Equal([("a", 1, true)], TakeAll());
        window.OnPubAck(1, out _);
        Assert.Equal([("c", 3, true)], TakeAll());
        window.OnPubAck(3, out _);
        Assert.Equal([("d", 4, false)], TakeAll());
    }

    [Fact]
    [Conformance("MQTT-4.3.3-4")]
    public void Qos2_StepByStep_EndsWithPubComp()
    {
        window.Resume(1);
        window.TryQueue("a", QualityOfService.ExactlyOnce, 1);
        window.TryQueue("b", QualityOfService.ExactlyOnce, 1);
        Assert.Equal([("a", 1, false)], TakeAll());
        Assert.True(window.OnPubRec(1));
        Assert.True(window.OnPubRec(1));
        Assert.Empty(TakeAll());
        Assert.Equal([(ushort)1], window.Resume(1));
        Assert.True(window.OnPubComp(1, out var done));
        Assert.Equal("a", done);
        Assert.False(window.OnPubComp(1, out _));
        Assert.Equal([("b", 2, false)], TakeAll());
        Assert.True(window.OnPubRecFailure(2, out _));
        Assert.Equal(0, window.InFlightCount);
    }

    [Fact]
    public void OnAck_OfTheWrongKind_ThrowsProtocolError()
    {
        Queue("a");
        window.TryQueue("b", QualityOfService.ExactlyOnce, 1);
        TakeAll();
        Assert.Throws<MqttException>(() => window.OnPubRec(1));
        Assert.Throws<MqttException>(() => window.OnPubAck(2, out _));
        Assert.Throws<MqttException>(() => window.OnPubComp(2, out _));
        Assert.False(window.OnPubAck(99, out _));
    }

    [Fact]
    [Conformance("MQTT-2.2.1-3")]
    public void TryReserve_AllIdentifiersInUse_Refuses()
    {
        for (var i = 1; i <= ushort.MaxValue; i++)
        {
            Assert.True(window.TryReserve(out var id));
            Assert.Equal(i, id);
        }
        Assert.False(window.TryReserve(out _));
        Queue("a");
        Assert.False(window.TryNext(out _));
        Assert.True(window.Release(700));
        Assert.Equal([("a", 700, false)], TakeAll());
        Assert.False(window.Release(700));
    }

    [Fact]
    public void TryNext_Skipped_GoesWithoutIdentifier()
    {
        Queue("stale", "fresh");
        Assert.True(window.TryNext(out var next, (item, _) => item == "stale"));
        Assert.Equal(("fresh", 1), (next.Item, (int)next.PacketId));
        Assert.Equal(1, window.Bytes);
    }

    [Fact]
    [Conformance("MQTT-3.1.2-25", "MQTT-4.3.3-7")]
    public void TryNext_SentBeforeAndNotTakenAnyMore_IsLeftOutAndItsIdentifierOnlyFreeWithQos1()
    {
        var skipped = new List<(string, ushort)>();
        var narrow = new SendWindow<string>(10, 100) { Skipped = (item, id) => skipped.Add((item, id)) };
        narrow.TryQueue("large1", QualityOfService.AtLeastOnce, 5);
        narrow.TryQueue("large2", QualityOfService.ExactlyOnce, 5);
        narrow.TryQueue("small", QualityOfService.AtLeastOnce, 5);
        while (narrow.TryNext(out _))
        {
        }
        narrow.Resume(10);
        var asked = new List<bool>();
        Assert.True(narrow.TryNext(out var next, (item, isAgain) => { asked.Add(isAgain); return item != "small"; }));
        Assert.Equal(("small", 3, true), (next.Item, (int)next.PacketId, next.Duplicate));
        Assert.Equal([true, true, true], asked);
        Assert.Equal([("large1", (ushort)1), ("large2", (ushort)2)], skipped);
        Assert.Equal((5L, 2, 1), (narrow.Bytes, narrow.InFlightCount, narrow.Unacknowledged));
        // A peer that knows nothing of the session holds no identifier either.
        narrow.Restart(10);
        Assert.Equal(1, narrow.InFlightCount);
    }

    [Fact]
    public void Careful_UnacknowledgedOnesGoAloneUntilAllAreThrough()
    {
        Queue("a", "b");
        TakeAll();
        window.IsCareful = true;
        window.Resume(10);
        Queue("c");
        window.TryQueue("zero", QualityOfService.AtMostOnce, 1);
        Assert.Equal([("a", 1, true)], TakeAll());
        window.OnPubAck(1, out _);
        Assert.Equal([("b", 2, true)], TakeAll());
        Assert.True(window.TryTakeSuspect(out var suspect));
        Assert.Equal("b", suspect);
        Assert.Equal(0, window.InFlightCount);
        Assert.True(window.IsCareful);
        Assert.Equal([("c", 3, false), ("zero", 0, false)], TakeAll());
        // It may have been any of these.
        Assert.False(window.TryTakeSuspect(out _));
        Assert.False(window.IsCareful);
    }

    [Fact]
    public void Drain_GivesInFlightThenQueued()
    {
        window.Resume(1);
        Queue("a", "b");
        TakeAll();
        window.TryReserve(out _);
        Assert.Equal(["a", "b"], window.Drain());
        Assert.Equal((0, 0, 0L), (window.InFlightCount, window.QueuedCount, window.Bytes));
    }

    private void Queue(params string[] items)
    {
        foreach (var item in items)
            Assert.True(window.TryQueue(item, QualityOfService.AtLeastOnce, 1));
    }

    private List<(string, int, bool)> TakeAll()
    {
        var taken = new List<(string, int, bool)>();
        while (window.TryNext(out var next))
            taken.Add((next.Item, next.PacketId, next.Duplicate));
        return taken;
    }

    [Fact]
    public void Restart_PeerForgotTheSession_SendsAgainAsNewBeforeWhatWaits()
    {
        window.Resume(10);
        foreach (var item in new[] { "a", "b" })
            window.TryQueue(item, QualityOfService.ExactlyOnce, 1);
        Assert.True(window.TryNext(out var a));
        Assert.True(window.TryNext(out var b));
        window.TryQueue("c", QualityOfService.AtLeastOnce, 1);
        window.OnPubRec(a.PacketId);

        Assert.Equal(["a"], window.Restart(10));
        Assert.True(window.TryNext(out var again));
        Assert.Equal(b, again);
        Assert.True(window.TryNext(out var c));
        Assert.Equal(("c", false), (c.Item, c.Duplicate));
        Assert.Equal(2, window.Bytes);
        Assert.True(window.OnPubAck(c.PacketId, out _));
        Assert.True(window.OnPubRec(again.PacketId));
        Assert.True(window.OnPubComp(again.PacketId, out _));
        Assert.Equal((0, 0L), (window.InFlightCount, window.Bytes));
    }

    [Fact]
    public void Restore_EarlierLife_GoesAgainWithItsIdentifier()
    {
        window.Restore("sent", QualityOfService.AtLeastOnce, 1, 1, released: false);
        window.Restore("released", QualityOfService.ExactlyOnce, 1, 2, released: true);
        window.TryQueue("new", QualityOfService.AtLeastOnce, 1);
        Assert.Equal([(ushort)2], window.Resume(10));
        Assert.True(window.TryNext(out var first));
        Assert.Equal(new Outgoing<string>("sent", QualityOfService.AtLeastOnce, 1, Duplicate: true), first);
        Assert.True(window.TryNext(out var second));
        Assert.Equal(("new", (ushort)3), (second.Item, second.PacketId));
        Assert.True(window.OnPubComp(2, out var released));
        Assert.Equal("released", released);
    }

    [Fact]
    [Conformance("MQTT-2.2.1-3")]
    public void TryQueue_WithIdentifier_KeepsItFromOthers()
    {
        window.Resume(10);
        Assert.True(window.TryReserve(out var id));
        Assert.True(window.TryQueue("kept", QualityOfService.AtLeastOnce, 1, id));
        Assert.False(window.Release(id));
        Assert.True(window.TryReserve(out var other));
        Assert.NotEqual(id, other);
        Assert.True(window.TryNext(out var sent));
        Assert.Equal(id, sent.PacketId);
        Assert.Equal(["kept"], window.Drain());
    }
}

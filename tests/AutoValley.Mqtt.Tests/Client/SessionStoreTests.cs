using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Client;

/// <summary>Publishes that survive the process: what a kill leaves is what lies in the folder at that moment.</summary>
public sealed class SessionStoreTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mqtt-kill-");
    private readonly VirtualTime time = new();
    private int processes;
    private int handled;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Kill_AtEachStepOfQos2_GoesOnWhereItWas()
    {
        var servers = new ScriptedServers();
        var first = Start(servers, Folder());
        var (server, connect) = await servers.AcceptAsync();
        Assert.False(connect.CleanStart);
        var delivery = await first.StoreAsync(Publish(QualityOfService.ExactlyOnce), default).AsTask().WaitAsync(Patience);
        var sent = await server.ReceiveAsync<PublishPacket>();

        // 1. Killed after PUBLISH: it goes again as the same one.
        var (servers2, afterPublish) = Kill();
        var (server2, _) = await servers2.AcceptAsync(sessionPresent: true);
        var again = await server2.ReceiveAsync<PublishPacket>();
        Assert.Equal((sent.PacketId, true, QualityOfService.ExactlyOnce), (again.PacketId, again.Publish.Duplicate, again.Publish.Qos));
        await StopAsync(afterPublish);

        // 2. Killed after PUBREC and before PUBREL was answered: PUBREL alone.
        await server.SendAsync(new AckPacket(PacketType.PubRec, sent.PacketId, MqttReasonCode.Success));
        await server.ExpectAsync(new AckPacket(PacketType.PubRel, sent.PacketId, MqttReasonCode.Success));
        var (servers3, afterRelease) = Kill();
        var (server3, _) = await servers3.AcceptAsync(sessionPresent: true);
        await server3.ExpectAsync(new AckPacket(PacketType.PubRel, sent.PacketId, MqttReasonCode.Success));
        await StopAsync(afterRelease);

        // 3. Killed after PUBCOMP: nothing is left, and the identifier is free.
        await server.SendAsync(new AckPacket(PacketType.PubComp, sent.PacketId, MqttReasonCode.Success));
        Assert.Equal(MqttReasonCode.Success, await delivery.Answered.WaitAsync(Patience));
        await StopAsync(first);
        await using var store = MqttClientFileStore.Open(new MqttFileStoreOptions { Folder = Path.Combine(folder.FullName, "1") }, time);
        Assert.Empty(store.Pending);
    }

    [Fact]
    [Conformance("MQTT-4.3.3-10", "MQTT-4.3.3-12")]
    public async Task Kill_AtEachStepOfAReceivedQos2_IsHandledOnce()
    {
        var servers = new ScriptedServers();
        var first = Start(servers, Folder());
        var (server, _) = await servers.AcceptAsync();
        await TakeAsync(server, duplicate: false);
        Assert.Equal(1, handled);

        // 1. Killed after PUBREC: the publish comes again, and is answered alone.
        var (servers2, second) = Kill();
        var (server2, _) = await servers2.AcceptAsync(sessionPresent: true);
        await TakeAsync(server2, duplicate: true);
        Assert.Equal(1, handled);
        await StopAsync(second);

        // 2. Killed after PUBCOMP: the identifier is another publish's.
        await server.SendAsync(new AckPacket(PacketType.PubRel, 7, MqttReasonCode.Success));
        await server.ExpectAsync(new AckPacket(PacketType.PubComp, 7, MqttReasonCode.Success));
        var (servers3, third) = Kill();
        var (server3, _) = await servers3.AcceptAsync(sessionPresent: true);
        await TakeAsync(server3, duplicate: false);
        Assert.Equal(2, handled);
        await StopAsync(third);
        await StopAsync(first);
    }

    [Fact]
    public async Task Kill_ServerForgotTheSession_IdentifiersAreOtherPublishes()
    {
        var servers = new ScriptedServers();
        var first = Start(servers, Folder());
        var (server, _) = await servers.AcceptAsync();
        await TakeAsync(server, duplicate: false);
        var (servers2, second) = Kill();
        var (server2, _) = await servers2.AcceptAsync(sessionPresent: false);
        await TakeAsync(server2, duplicate: false);
        Assert.Equal(2, handled);
        await StopAsync(second);
        await StopAsync(first);
    }

    [Fact]
    public async Task Kill_WithoutServer_EverythingStoredGoesInOrder()
    {
        var away = new ScriptedServers();
        away.Refuse(int.MaxValue);
        var first = Start(away, Folder());
        var stored = Enumerable.Range(0, 50).Select(i => first.StoreAsync(Publish(QualityOfService.AtLeastOnce) with { Topic = $"t/{i}" }, default).AsTask()).ToArray();
        await Task.WhenAll(stored).WaitAsync(Patience);

        var (servers, second) = Kill();
        var (server, _) = await servers.AcceptAsync(sessionPresent: false);
        for (var i = 0; i < 50; i++)
            Assert.Equal($"t/{i}", (await server.ReceiveAsync<PublishPacket>()).Publish.Topic);
        await StopAsync(second);
        await StopAsync(first);
    }

    [Fact]
    public async Task Start_StoreWithoutASessionToResume_IsRefused()
    {
        await using var store = MqttClientFileStore.Open(new MqttFileStoreOptions { Folder = Folder() }, time);
        Assert.Throws<ArgumentException>(() => MqttClientSession.Start(new MqttClientOptions { ClientId = "c" }, new MqttSessionOptions { Store = store }, time));
    }

    private static async Task TakeAsync(PacketPeer server, bool duplicate)
    {
        await server.SendAsync(Publish(QualityOfService.ExactlyOnce), 7, duplicate);
        await server.ExpectAsync(new AckPacket(PacketType.PubRec, 7, MqttReasonCode.Success));
    }

    private string Folder() => folder.CreateSubdirectory($"{++processes}").FullName;

    // The next process finds what the first one has written by now.
    private (ScriptedServers Servers, MqttClientSession Session) Kill()
    {
        var copy = Folder();
        foreach (var file in folder.GetDirectories("1")[0].GetFiles("*.mqttout"))
            file.CopyTo(Path.Combine(copy, file.Name));
        var servers = new ScriptedServers();
        return (servers, Start(servers, copy));
    }

    private MqttClientSession Start(ScriptedServers servers, string path)
    {
        var client = new MqttClientOptions
        {
            ClientId = "c", CleanStart = false, SessionExpiry = TimeSpan.FromHours(1), KeepAlive = TimeSpan.Zero,
            Handler = (_, _) =>
            {
                Interlocked.Increment(ref handled);
                return new(MqttReasonCode.Success);
            },
        };
        var store = MqttClientFileStore.Open(new MqttFileStoreOptions { Folder = path }, time);
        return MqttClientSession.Start(client, new MqttSessionOptions { Store = store }, servers.DialAsync, time);
    }

    private static Task StopAsync(MqttClientSession session) => session.StopAsync(null, new CancellationToken(canceled: true)).WaitAsync(Patience);

    private static MqttPublish Publish(QualityOfService qos) => new() { Topic = "t", Payload = new byte[3], Qos = qos };
}

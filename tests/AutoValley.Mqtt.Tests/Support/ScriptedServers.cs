using System.IO.Pipelines;
using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Support;

/// <summary>The servers that a client session reaches one after another, each played by the test.</summary>
internal sealed class ScriptedServers(MqttProtocolVersion version = MqttProtocolVersion.V500)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<PacketPeer> accepted = Channel.CreateUnbounded<PacketPeer>();
    private int refusals;
    private int attempts;

    /// <summary>Attempts so far, refused ones too.</summary>
    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>Refuses so many attempts from now on.</summary>
    public void Refuse(int count) => Volatile.Write(ref refusals, count);

    /// <summary>The client's way to connect.</summary>
    public Task<IDuplexPipe> DialAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref attempts);
        if (Interlocked.Decrement(ref refusals) >= 0)
            throw new MqttException(MqttReasonCode.ServerUnavailable, "nobody is there");
        var (near, far) = MemoryTransport.CreatePair();
        accepted.Writer.TryWrite(new PacketPeer(far, version));
        return Task.FromResult<IDuplexPipe>(near);
    }

    /// <summary>The next connection, with its CONNECT answered.</summary>
    public async Task<(PacketPeer Server, ConnectPacket Connect)> AcceptAsync(bool sessionPresent = false, Properties? granted = null)
    {
        var server = await accepted.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        var connect = await server.ReceiveAsync<ConnectPacket>();
        await server.SendAsync(new ConnAckPacket(sessionPresent, MqttReasonCode.Success, granted ?? Properties.None));
        return (server, connect);
    }
}

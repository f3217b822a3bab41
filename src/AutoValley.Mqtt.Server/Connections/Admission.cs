using System.IO.Pipelines;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Authentication;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>A client that may connect.</summary>
/// <param name="Connect">Its CONNECT.</param>
/// <param name="Info">What the application was told.</param>
/// <param name="Conversation">Its enhanced authentication, if it has one.</param>
/// <param name="AuthenticationData">The last word of it, for CONNACK.</param>
internal sealed record Admitted(ConnectPacket Connect, MqttConnectInfo Info, AuthConversation? Conversation, ReadOnlyMemory<byte>? AuthenticationData);

/// <summary>From a socket to a client that may connect: CONNECT in time, within the limits, authenticated, and agreed to by the application.</summary>
internal sealed class Admission(MqttServer server, IDuplexPipe transport, Peer peer)
{
    /// <summary>Null when the client was refused, which it was told, or left.</summary>
    public async Task<Admitted?> RunAsync(EntryKind entry)
    {
        // 1. A whole CONNECT, in time.
        using var timeout = new CancellationTokenSource(server.Options.ConnectTimeout, server.Clock);
        var attempt = await Welcome.ReadAsync(transport.Input, server.Options, timeout.Token);
        if (attempt is null)
            return null;
        var failure = attempt.Failure ?? Overcrowded(entry);
        if (failure is not null)
        {
            await RefuseAsync(failure, attempt.Version);
            return null;
        }
        var connect = attempt.Packet!;
        try
        {
            return await AgreeAsync(connect, Describe(connect), timeout.Token);
        }
        catch (MqttException e)
        {
            await RefuseAsync(e, attempt.Version, connect.MaximumPacketBytes);
            return null;
        }
    }

    /// <summary>Sends the CONNACK of a refusal; gives up on a peer that does not take it.</summary>
    public async Task RefuseAsync(MqttException cause, MqttProtocolVersion version, uint maximumPacketBytes = uint.MaxValue)
    {
        server.Statistics.CountRefused(cause.Reason);
        server.Logger.Refused(peer.Remote, cause.Reason, cause.Message);
        Welcome.Refuse(transport.Output, cause, version, maximumPacketBytes);
        using var timeout = new CancellationTokenSource(server.Options.CloseTimeout, server.Clock);
        await transport.Output.FlushAsync(timeout.Token);
    }

    private MqttException? Overcrowded(EntryKind entry) => entry switch
    {
        EntryKind.Full => new MqttException(MqttReasonCode.QuotaExceeded, $"{server.Options.MaximumConnections} connections are open"),
        EntryKind.AddressFull => new MqttException(
            MqttReasonCode.ConnectionRateExceeded, $"{server.Options.MaximumConnectionsPerAddress} connections of this address are open"),
        _ => null,
    };

    private async Task<Admitted?> AgreeAsync(ConnectPacket connect, MqttConnectInfo info, CancellationToken cancellation)
    {
        // 2. Enhanced authentication, if the client asks for it.
        var conversation = AuthConversation.Begin(connect, info.Session, server.Authenticator);
        ReadOnlyMemory<byte>? data = null;
        if (conversation is not null)
        {
            var step = await conversation.ContinueAsync(connect.Properties.Bytes(PropertyId.AuthenticationData), cancellation);
            while (step.Reason == MqttReasonCode.ContinueAuthentication)
            {
                new AuthPacket(step.Reason, conversation.Method, step.Data).Write(transport.Output, connect.Version);
                await transport.Output.FlushAsync(cancellation);
                if (await Welcome.ReadAuthAsync(transport.Input, server.Options, cancellation) is not { } next)
                    return null;
                step = await conversation.AnswerAsync(next, cancellation);
            }
            data = step.Data;
        }
        // 3. The application agrees.
        var answer = await server.Handler.ConnectAsync(info, cancellation);
        return answer.IsFailure()
            ? throw new MqttException(answer, $"{info.ClientId} was refused by the application")
            : new Admitted(connect, info, conversation, data);
    }

    private MqttConnectInfo Describe(ConnectPacket connect)
    {
        // [MQTT-3.1.3-6] [MQTT-3.1.3-7] A client without an id gets a unique one.
        var clientId = connect.ClientId.Length > 0 ? connect.ClientId : $"auto-{Guid.NewGuid():N}";
        return new MqttConnectInfo
        {
            ClientId = clientId,
            UserName = connect.UserName,
            Password = connect.Password,
            RemoteEndPoint = peer.Remote,
            ClientCertificate = peer.Certificate,
            ProtocolVersion = connect.Version,
            Will = connect.Will?.Publish,
            UserProperties = connect.Properties.UserProperties(),
            AuthenticationMethod = connect.Properties.Text(PropertyId.AuthenticationMethod),
            Session = new MqttSessionInfo(clientId, connect.UserName, peer.Remote, connect.Version),
        };
    }
}

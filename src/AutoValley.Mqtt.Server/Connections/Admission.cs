using System.IO.Pipelines;
using System.Net;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>From a socket to a client that may connect: CONNECT in time, within the limits, and agreed to by the application.</summary>
internal sealed class Admission(MqttServer server, IDuplexPipe transport, EndPoint? remote)
{
    /// <summary>Null when the client was refused, which it was told, or left.</summary>
    public async Task<(ConnectPacket Connect, MqttConnectInfo Info)?> RunAsync(EntryKind entry)
    {
        // 1. A whole CONNECT, in time.
        using var timeout = new CancellationTokenSource(server.Options.ConnectTimeout, server.Clock);
        var attempt = await Welcome.ReadAsync(transport.Input, server.Options, timeout.Token);
        if (attempt is null)
            return null;
        var failure = attempt.Failure;
        if (entry == EntryKind.Full)
            failure ??= new MqttException(MqttReasonCode.QuotaExceeded, $"{server.Options.MaximumConnections} connections are open");
        if (failure is not null)
        {
            await RefuseAsync(failure, attempt.Version);
            return null;
        }
        // 2. The application agrees.
        var connect = attempt.Packet!;
        var info = Describe(connect);
        var answer = await server.Handler.ConnectAsync(info, timeout.Token);
        if (!answer.IsFailure())
            return (connect, info);
        await RefuseAsync(new MqttException(answer, $"{info.ClientId} was refused by the application"), attempt.Version);
        return null;
    }

    /// <summary>Sends the CONNACK of a refusal; gives up on a peer that does not take it.</summary>
    public async Task RefuseAsync(MqttException cause, MqttProtocolVersion version)
    {
        server.Statistics.CountRefused(cause.Reason);
        server.Logger.Refused(remote, cause.Reason, cause.Message);
        Welcome.Refuse(transport.Output, cause, version);
        using var timeout = new CancellationTokenSource(server.Options.CloseTimeout, server.Clock);
        await transport.Output.FlushAsync(timeout.Token);
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
            RemoteEndPoint = remote,
            ProtocolVersion = connect.Version,
            Will = connect.Will?.Publish,
            Session = new MqttSessionInfo(clientId, connect.UserName, remote, connect.Version),
        };
    }
}

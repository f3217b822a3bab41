using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>Kestrel's door: every accepted socket comes in here, and stays until the connection is over.</summary>
internal sealed class MqttConnectionHandler(MqttServer server) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var mqtt = new ServerConnection(server, connection.Transport, Describe(connection), connection.Abort);
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        await using var registration = stopping.UnsafeRegister(
            static state => ((ServerConnection)state!).Close(MqttReasonCode.ServerShuttingDown, "the server stops"), mqtt);
        await mqtt.RunAsync();
    }

    private static Peer Describe(ConnectionContext connection) =>
        new(connection.RemoteEndPoint, connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate);
}

using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>The door over HTTP: an upgrade to WebSocket with the subprotocol <c>mqtt</c> becomes a connection like any other (MQTT 5.0 section 6).</summary>
internal sealed class WebSocketDoor(MqttServer server)
{
    private const string Subprotocol = "mqtt";

    public async Task OpenAsync(HttpContext context)
    {
        var sockets = context.WebSockets;
        // [MQTT-6.0.0-3] The client has to offer mqtt, [MQTT-6.0.0-4] and mqtt is what is chosen.
        if (!sockets.IsWebSocketRequest || !sockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
            await context.Response.WriteAsync("a WebSocket with the subprotocol mqtt is needed", context.RequestAborted);
            return;
        }
        using var socket = await sockets.AcceptWebSocketAsync(Subprotocol);
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var address = context.Connection.RemoteIpAddress;
        var peer = new Peer(address is null ? null : new IPEndPoint(address, context.Connection.RemotePort), context.Connection.ClientCertificate);
        await using var transport = new WebSocketTransport(socket, server.Options.CloseTimeout);
        var mqtt = new ServerConnection(server, transport, peer, context.Abort);
        await using var registration = stopping.UnsafeRegister(
            static state => ((ServerConnection)state!).Close(MqttReasonCode.ServerShuttingDown, "the server stops"), mqtt);
        await mqtt.RunAsync();
    }
}

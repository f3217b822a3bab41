using System.Net.WebSockets;

namespace AutoValley.Mqtt.Client;

/// <summary>WebSocket (MQTT 5.0 section 6): packets in binary frames, whose borders mean nothing [MQTT-6.0.0-2].</summary>
internal static class WebSocketDial
{
    private const string Subprotocol = "mqtt";
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    public static async Task<(Stream Frames, IDisposable Socket)> ConnectAsync(MqttClientOptions options, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        try
        {
            // [MQTT-6.0.0-3] [MQTT-6.0.0-4] The subprotocol is mqtt, on both sides.
            socket.Options.AddSubProtocol(Subprotocol);
            using var invoker = new HttpMessageInvoker(Handler(options));
            await socket.ConnectAsync(Address(options), invoker, cancellation);
            if (socket.SubProtocol != Subprotocol)
                throw new MqttException(MqttReasonCode.ProtocolError, $"{Address(options)} is a WebSocket of another protocol than {Subprotocol}");
            return (WebSocketStream.Create(socket, WebSocketMessageType.Binary, CloseTimeout), socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Uri Address(MqttClientOptions options) =>
        new UriBuilder(options.Tls is null ? "ws" : "wss", options.Host, options.Port, options.Path).Uri;

    private static SocketsHttpHandler Handler(MqttClientOptions options)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = options.ConnectTimeout };
        if (options.Tls is { } tls)
            handler.SslOptions = SocketDial.Authentication(tls, options.Host);
        return handler;
    }
}

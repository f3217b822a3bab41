using System.Text;

namespace AutoValley.Mqtt.Client;

/// <summary>A server's address as one text.</summary>
internal static class ClientUri
{
    public static MqttClientOptions Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new FormatException($"'{address}' is no address such as mqtt://host:1883, mqtts://host:8883 or wss://host/mqtt");
        var (transport, isSecure, port) = uri.Scheme switch
        {
            "mqtt" or "tcp" => (MqttTransport.Tcp, false, 1883),
            "mqtts" or "ssl" => (MqttTransport.Tcp, true, 8883),
            "ws" => (MqttTransport.WebSocket, false, 80),
            "wss" => (MqttTransport.WebSocket, true, 443),
            _ => throw new FormatException($"'{uri.Scheme}' is none of mqtt, mqtts, ws and wss"),
        };
        if (transport == MqttTransport.Tcp && uri.PathAndQuery is not ("/" or ""))
            throw new FormatException($"'{uri.PathAndQuery}' after the port means nothing with {uri.Scheme}");
        var user = uri.UserInfo.Split(':', 2);
        return new MqttClientOptions
        {
            Host = uri.IdnHost.Trim('[', ']'),
            Port = uri.Port > 0 ? uri.Port : port,
            Transport = transport,
            Tls = isSecure ? new MqttTlsOptions() : null,
            Path = transport == MqttTransport.WebSocket && uri.PathAndQuery.Length > 1 ? uri.PathAndQuery : "/mqtt",
            UserName = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user[1])) : (ReadOnlyMemory<byte>?)null,
        };
    }
}

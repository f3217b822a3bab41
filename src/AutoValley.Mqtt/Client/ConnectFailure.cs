using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace AutoValley.Mqtt.Client;

/// <summary>Why a connection could not be made, in words that say what to do about it.</summary>
internal static class ConnectFailure
{
    /// <summary>The failure explained; null when it is none of a connection's, or was explained already.</summary>
    public static MqttException? Explain(Exception error, MqttClientOptions options)
    {
        if (error is MqttException or OperationCanceledException)
            return null;
        if (Find<AuthenticationException>(error) is { } tls)
            return Tls(tls, options);
        if (Find<SocketException>(error) is { } socket)
            return new MqttException(MqttReasonCode.ServerUnavailable, $"cannot connect to {options.Address}: {Advice(socket, options)}", error);
        if (error is WebSocketException)
            return new MqttException(MqttReasonCode.ServerUnavailable, $"{options.Address}{options.Path} is no WebSocket of MQTT: {Root(error)}; check port and path", error);
        return error is IOException
            ? new MqttException(MqttReasonCode.ServerUnavailable, $"the connection to {options.Address} failed: {Root(error)}{TlsHint(options)}", error)
            : null;
    }

    private static MqttException Tls(AuthenticationException error, MqttClientOptions options)
    {
        var text = Root(error);
        var advice = text.Contains("RemoteCertificateNameMismatch", StringComparison.Ordinal)
            ? $"the certificate is for another name than {options.Tls?.ServerName ?? options.Host}: connect by a name that stands in it"
            : text.Contains("certificate", StringComparison.OrdinalIgnoreCase)
                ? "the certificate is not trusted: give its authority as a trusted root, or check its dates"
                : $"TLS failed{TlsHint(options)}";
        return new MqttException(MqttReasonCode.ServerUnavailable, $"{options.Address}: {advice} ({text})", error);
    }

    private static string TlsHint(MqttClientOptions options) =>
        options.Tls is null ? ": it may want TLS (mqtts://)" : ": the port may not speak TLS, or the server refuses the client certificate, or misses one";

    private static string Advice(SocketException error, MqttClientOptions options) => error.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"there is no host named {options.Host}: check the name and the resolver",
        SocketError.ConnectionRefused =>
            $"nothing listens there: is the server running, and is it this port? (1883 is usual, 8883 with TLS) ({error.Message})",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"there is no way to it: check network and firewall ({error.Message})",
        SocketError.TimedOut => $"no answer: check address and firewall ({error.Message})",
        SocketError.ConnectionReset => $"the server closed the connection{TlsHint(options)} ({error.Message})",
        _ => error.Message,
    };

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        while (error is not null and not T)
            error = error.InnerException;
        return (T?)error;
    }

    private static string Root(Exception error) => error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message;
}

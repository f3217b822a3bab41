using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Authentication;

/// <summary>The rules of enhanced authentication on one connection (MQTT 5.0 section 4.12); the host decides about the data.</summary>
internal sealed class AuthConversation
{
    private readonly IMqttAuthenticator authenticator;
    private readonly MqttSessionInfo client;
    private readonly string method;
    private IMqttAuthentication? running;

    private AuthConversation(IMqttAuthenticator authenticator, MqttSessionInfo client, string method) =>
        (this.authenticator, this.client, this.method) = (authenticator, client, method);

    /// <summary>Begins with CONNECT; null when the client uses no method.</summary>
    /// <exception cref="MqttException">The method is not supported [MQTT-4.12.0-1].</exception>
    public static AuthConversation? Begin(ConnectPacket connect, MqttSessionInfo client, IMqttAuthenticator? authenticator)
    {
        if (connect.Properties.Text(PropertyId.AuthenticationMethod) is not { } method)
            return null;
        if (authenticator?.Begin(method, client) is not { } first)
            throw new MqttException(MqttReasonCode.BadAuthenticationMethod, $"authentication method {method} is not supported");
        return new AuthConversation(authenticator, client, method) { running = first };
    }

    /// <summary>Name of the method, which CONNACK and every AUTH repeats [MQTT-4.12.0-5].</summary>
    public string Method => method;

    /// <summary>The client's next data.</summary>
    /// <exception cref="MqttException">The host refuses it.</exception>
    public async ValueTask<MqttAuthenticationStep> ContinueAsync(ReadOnlyMemory<byte>? data, CancellationToken cancellation)
    {
        var step = await running!.ContinueAsync(data, cancellation);
        if (step.Reason != MqttReasonCode.ContinueAuthentication)
            running = null;
        // [MQTT-4.12.0-4] A failure ends the connection, [MQTT-4.12.1-2] also later.
        return step.Reason is MqttReasonCode.ContinueAuthentication or MqttReasonCode.Success ? step
            : throw new MqttException(step.Reason.IsFailure() ? step.Reason : MqttReasonCode.UnspecifiedError, $"{client.ClientId} did not pass {method}");
    }

    /// <summary>AUTH of a client that waits for CONNACK [MQTT-4.12.0-3].</summary>
    /// <exception cref="MqttException">It is not the next step.</exception>
    public ValueTask<MqttAuthenticationStep> AnswerAsync(AuthPacket packet, CancellationToken cancellation)
    {
        CheckMethod(packet);
        if (packet.Reason != MqttReasonCode.ContinueAuthentication || running is null)
            throw MqttException.Protocol($"Auth packet with {packet.Reason}, and the client is not asked for anything");
        return ContinueAsync(packet.Data, cancellation);
    }

    /// <summary>AUTH of a connected client, which may begin anew [MQTT-4.12.1-1].</summary>
    /// <returns>AUTH to send.</returns>
    /// <exception cref="MqttException">The connection has to be closed.</exception>
    public async ValueTask<AuthPacket> AgainAsync(AuthPacket packet, CancellationToken cancellation)
    {
        CheckMethod(packet);
        if (packet.Reason == MqttReasonCode.ReAuthenticate && running is null)
            running = authenticator.Begin(method, client);
        else if (packet.Reason != MqttReasonCode.ContinueAuthentication)
            throw MqttException.Protocol($"Auth packet with {packet.Reason} from a connected client");
        if (running is null)
            throw MqttException.Protocol("Auth packet, and no authentication is going on");
        var step = await ContinueAsync(packet.Data, cancellation);
        return new AuthPacket(step.Reason, method, step.Data);
    }

    private void CheckMethod(AuthPacket packet)
    {
        if (packet.Method is null)
            throw MqttException.Protocol("Auth packet without a method");
        if (packet.Method != method)
            throw new MqttException(MqttReasonCode.BadAuthenticationMethod, $"authentication method {packet.Method}, CONNECT had {method}");
    }
}

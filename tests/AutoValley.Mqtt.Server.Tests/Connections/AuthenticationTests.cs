using System.Text;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>Enhanced authentication with a method that wants "two" answered to "one".</summary>
public sealed class AuthenticationTests
{
    private const string Method = "count";

    [Fact]
    [Conformance("MQTT-4.12.0-2", "MQTT-4.12.0-3", "MQTT-4.12.0-5", "MQTT-3.15.1-1", "MQTT-3.15.2-1")]
    public async Task Connect_WithMethod_TalksAndIsLetIn()
    {
        var handler = new RecordingHandler();
        await using var endpoint = new MemoryEndpoint(handler, authenticator: new Counting());
        var peer = endpoint.Open();
        await peer.SendAsync(WithMethod(Method, "one"));
        var question = await peer.ReceiveAsync<AuthPacket>();
        Assert.Equal((MqttReasonCode.ContinueAuthentication, Method, "two?"), (question.Reason, question.Method, Text(question.Data)));
        Assert.Equal(0, handler.Waiting);
        await peer.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, "two"));
        var answer = await peer.ReceiveAsync<ConnAckPacket>();
        Assert.Equal((MqttReasonCode.Success, Method), (answer.Reason, answer.Properties.Text(PropertyId.AuthenticationMethod)));
        Assert.Equal("welcome", Text(answer.Properties.Bytes(PropertyId.AuthenticationData)));
        Assert.Equal("connect c", await handler.NextAsync());
    }

    [Theory]
    [Conformance("MQTT-4.12.0-1", "MQTT-4.12.0-4")]
    [InlineData("other", "one", MqttReasonCode.BadAuthenticationMethod)]
    [InlineData(Method, "zero", MqttReasonCode.NotAuthorized)]
    public async Task Connect_NotPassed_IsRefused(string method, string data, MqttReasonCode reason)
    {
        await using var endpoint = new MemoryEndpoint(authenticator: new Counting());
        var peer = endpoint.Open();
        await peer.SendAsync(WithMethod(method, data));
        Assert.Equal(reason, (await peer.ReceiveAsync<ConnAckPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Theory]
    [Conformance("MQTT-3.1.2-30")]
    [InlineData("C0 00", MqttReasonCode.ProtocolError)] // PINGREQ
    [InlineData("F0 0A 18 08 15 0005 6F74686572", MqttReasonCode.BadAuthenticationMethod)] // another method
    [InlineData("F0 02 18 00", MqttReasonCode.ProtocolError)] // no method
    [InlineData("F0 0A 19 08 15 0005 636F756E74", MqttReasonCode.ProtocolError)] // begins anew
    public async Task Connect_InTheMiddle_OnlyTheNextStepIsTaken(string hex, MqttReasonCode reason)
    {
        await using var endpoint = new MemoryEndpoint(authenticator: new Counting());
        var peer = endpoint.Open();
        await peer.SendAsync(WithMethod(Method, "one"));
        await peer.ReceiveAsync<AuthPacket>();
        await peer.SendAsync(Convert.FromHexString(hex.Replace(" ", "")));
        Assert.Equal(reason, (await peer.ReceiveAsync<ConnAckPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Connect_AnswerNeverComes_TimesOut()
    {
        await using var endpoint = new MemoryEndpoint(authenticator: new Counting());
        var peer = endpoint.Open();
        await peer.SendAsync(WithMethod(Method, "one"));
        await peer.ReceiveAsync<AuthPacket>();
        endpoint.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    [Conformance("MQTT-4.12.1-1", "MQTT-4.12.1-2")]
    public async Task Auth_WhileConnected_BeginsAnewAndFailureCloses()
    {
        await using var endpoint = new MemoryEndpoint(authenticator: new Counting());
        var peer = endpoint.Open();
        await peer.SendAsync(WithMethod(Method, "one"));
        await peer.ReceiveAsync<AuthPacket>();
        await peer.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, "two"));
        await peer.ReceiveAsync<ConnAckPacket>();

        await peer.SendAsync(Auth(MqttReasonCode.ReAuthenticate, "one"));
        Assert.Equal(MqttReasonCode.ContinueAuthentication, (await peer.ReceiveAsync<AuthPacket>()).Reason);
        // Other packets flow meanwhile.
        Assert.Empty(await peer.ReceiveUntilPongAsync());
        await peer.SendAsync(Auth(MqttReasonCode.ContinueAuthentication, "two"));
        Assert.Equal(MqttReasonCode.Success, (await peer.ReceiveAsync<AuthPacket>()).Reason);

        await peer.SendAsync(Auth(MqttReasonCode.ReAuthenticate, "zero"));
        Assert.Equal(MqttReasonCode.NotAuthorized, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    [Conformance("MQTT-4.12.0-6", "MQTT-4.12.0-7")]
    public async Task Auth_OnAConnectionWithoutMethod_IsAProtocolError()
    {
        await using var endpoint = new MemoryEndpoint(authenticator: new Counting());
        var peer = await endpoint.ConnectAsync("c");
        await peer.SendAsync(Auth(MqttReasonCode.ReAuthenticate, "one"));
        Assert.Equal(MqttReasonCode.ProtocolError, (await peer.ReceiveAsync<DisconnectPacket>()).Reason);
    }

    private static AuthPacket Auth(MqttReasonCode reason, string data) => new(reason, Method, Encoding.UTF8.GetBytes(data));

    private static ConnectPacket WithMethod(string method, string data) => Connect("c") with
    {
        Properties = new Properties().Add(PropertyId.AuthenticationMethod, method).Add(PropertyId.AuthenticationData, (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(data)),
    };

    private static string Text(ReadOnlyMemory<byte>? data) => Encoding.UTF8.GetString(data!.Value.Span);

    private sealed class Counting : IMqttAuthenticator
    {
        public IMqttAuthentication? Begin(string method, MqttSessionInfo client) => method == Method ? new Conversation() : null;
    }

    private sealed class Conversation : IMqttAuthentication
    {
        public ValueTask<MqttAuthenticationStep> ContinueAsync(ReadOnlyMemory<byte>? data, CancellationToken cancellation) => new(Text(data) switch
        {
            "one" => new MqttAuthenticationStep(MqttReasonCode.ContinueAuthentication, Encoding.UTF8.GetBytes("two?")),
            "two" => new MqttAuthenticationStep(MqttReasonCode.Success, Encoding.UTF8.GetBytes("welcome")),
            _ => new MqttAuthenticationStep(MqttReasonCode.NotAuthorized),
        });
    }
}

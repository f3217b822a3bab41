using System.Text;
using System.Text.Json;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Sources.Mqtt;
using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class MqttEntryTests
{
    private readonly List<string> errors = [];

    [Fact]
    public void Read_AllSaid_SaysAll()
    {
        var options = Read("""
            { "broker": "[::1]:1884", "user": "u", "password": "p", "version": "3.1.1", "clientId": "c", "sessionSeconds": 60,
              "topics": [ { "filter": "s/+", "signal": "S.{1}", "unit": "celsius", "type": "integer", "qos": 0, "retained": true }, { "filter": "j/#", "prefix": "P." }, { "filter": "spBv1.0/#", "sparkplug": true, "rebirth": true, "prefix": "" } ] }
            """);
        Assert.Empty(errors);
        var client = options.Client;
        Assert.Equal(("::1", 1884, "u", "p", "c", false), (client.Host, client.Port, client.UserName, Encoding.UTF8.GetString(client.Password!.Value.Span), client.ClientId, client.CleanStart));
        Assert.Equal((MqttProtocolVersion.V311, TimeSpan.FromMinutes(1), null), (client.ProtocolVersion, client.SessionExpiry, client.Tls));
        Assert.Equal(
            [
                new MqttTopicOptions("s/+") { Signal = "S.{1}", Unit = "celsius", Type = SignalType.Integer, Qos = QualityOfService.AtMostOnce, TakesRetained = true },
                new MqttTopicOptions("j/#") { Prefix = "P." },
                new MqttTopicOptions("spBv1.0/#") { Prefix = "", IsSparkplug = true, AsksForRebirth = true },
            ],
            options.Topics);
    }

    [Theory]
    [InlineData("{ \"broker\": \"[::1]\", \"topics\": [ { \"filter\": \"a\" } ] }", 1883)]
    [InlineData("{ \"broker\": \"host\", \"topics\": [ { \"filter\": \"a\" } ] }", 1883)]
    [InlineData("{ \"broker\": \"host\", \"tls\": {}, \"topics\": [ { \"filter\": \"a\" } ] }", 8883)]
    public void Read_NoPort_IsTheRegisteredOne(string text, int port)
    {
        Assert.Equal(port, Read(text).Client.Port);
        Assert.Empty(errors);
    }

    [Fact]
    public void Read_ManyErrors_TellsAllWithTheirPlaces()
    {
        Read("""
            { "broker": "a b", "version": "4", "sessionSeconds": -1, "tls": { "authority": "/nowhere", "cert": "x" },
              "topics": [ { "filter": "a/#/b" }, { "filter": "a", "signal": "S.{1}", "type": "float", "qos": 3 }, { "filter": "a", "signal": "S", "prefix": "P" }, { "filter": "a", "unit": "m" }, { "signal": "S" }, { "filter": "a", "signal": "S", "sparkplug": true }, { "filter": "a", "rebirth": true } ] }
            """);
        string[] expected =
        [
            "x.broker is 'a b', not host:port", "x.version is '4', not 5 or 3.1.1", "x.sessionSeconds is -1, not 0 to 4294967294",
            "x.tls.authority cannot be read as a PEM file: Could not find file '/nowhere'.", "x.tls.cert is unknown; known here: authority, certificate, key, serverName",
            "x.topics[0].filter is 'a/#/b', which is no topic filter", "x.topics[1].signal is 'S.{1}', but the filter has 0 wildcards", "x.topics[1].type is 'float', not number, integer, boolean, text",
            "x.topics[1].qos is 3, not 0 to 2", "x.topics[2] has \"signal\" (the payload is one value) and \"prefix\" (it is JSON): give one of them",
            "x.topics[3] has \"unit\" or \"type\" without \"signal\": JSON says its types itself", "x.topics[4].filter is missing",
            "x.topics[5] has \"signal\" (the payload is one value) and \"sparkplug\" (it names its own): give one of them", "x.topics[6].rebirth is for \"sparkplug\": true alone",
        ];
        Assert.Equal(expected.Order(), errors.Order());
    }

    private MqttSourceOptions Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return MqttEntry.Read(new ConfigurationObject(document.RootElement, "x", errors));
    }
}

using System.Text.Json;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Sources.Kuksa;
using AutoValley.Edge.Tests.Support;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class KuksaEntryTests
{
    private readonly List<string> errors = [];

    [Fact]
    public void Read_AllSaid_SaysAll()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["token"], "secret\n");
        var options = Read($$"""{ "address": "[::1]", "signals": [ "Vehicle", "Private.A" ], "tokenFile": "{{folder["token"]}}", "tls": { "serverName": "broker" } }""");
        Assert.Empty(errors);
        Assert.Equal(("https://[::1]:55555/", "secret", "broker"), (options.Address.ToString(), options.Token!(), options.Tls!.ServerName));
        Assert.Equal(["Vehicle", "Private.A"], options.Signals);
        Assert.Equal("http://host:7/", Read("""{ "address": "host:7", "signals": [ "Vehicle" ] }""").Address.ToString());
    }

    [Fact]
    public void Read_ManyErrors_TellsAllWithTheirPlaces()
    {
        Read("""{ "address": "a b", "signals": [ "Vehicle.*" ], "token": "t", "tokenFile": "/nowhere" }""");
        Read("{}");
        string[] expected =
        [
            "x.address is 'a b', not host:port", "x.signals has 'Vehicle.*', which is no path of a signal or branch", "x has \"token\" and \"tokenFile\": give one of them",
            "x.tokenFile is '/nowhere', which is not there", "x.address is missing", "x.signals is missing or empty: signals, or branches as \"Vehicle\" for all below them",
        ];
        Assert.Equal(expected.Order(), errors.Order());
    }

    private KuksaOptions Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return KuksaEntry.Read(new ConfigurationObject(document.RootElement, "x", errors));
    }
}

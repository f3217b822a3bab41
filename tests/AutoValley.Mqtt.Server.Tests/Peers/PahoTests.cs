using System.Globalization;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Peers;

/// <summary>Debian's python3-paho-mqtt against this endpoint.</summary>
public sealed class PahoTests
{
    [ToolFact("/usr/bin/python3", "/usr/lib/python3/dist-packages/paho/mqtt/client.py")]
    public async Task Paho_InBothVersions_DoesEverything()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        var script = Path.Combine(SharedData.RepositoryRoot, "tests", "AutoValley.Mqtt.Server.Tests", "Peers", "paho_roundtrip.py");
        var output = await ForeignProgram.RunAsync("", "/usr/bin/python3", script, endpoint.Port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("ok", output.Trim());
    }
}

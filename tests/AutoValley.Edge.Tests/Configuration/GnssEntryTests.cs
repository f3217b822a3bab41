using System.Text.Json;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class GnssEntryTests
{
    private readonly List<string> errors = [];

    [Theory]
    [InlineData("""{ "kind": "gnss", "device": "/dev/ttyUSB0", "baud": 921600 }""", "gnss /dev/ttyUSB0")]
    [InlineData("""{ "kind": "gnss", "device": "/dev/ttyACM0" }""", "gnss /dev/ttyACM0")]
    [InlineData("""{ "kind": "gnss", "connect": "10.0.0.7:10110" }""", "gnss 10.0.0.7:10110")]
    [InlineData("""{ "kind": "gnss", "connect": "localhost:2947", "gpsd": true }""", "gnss localhost:2947")]
    public void Create_WholeEntry_IsASource(string json, string name)
    {
        Assert.Equal(name, Create(json)!.Name);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("""{ "kind": "gnss" }""", "sources[0] needs either \"device\": \"/dev/…\" or \"connect\": \"HOST:PORT\"")]
    [InlineData("""{ "kind": "gnss", "device": "/dev/ttyUSB0", "connect": "a:1" }""", "sources[0] needs either")]
    [InlineData("""{ "kind": "gnss", "device": "/dev/ttyUSB0", "baud": 9601 }""", "sources[0].baud is 9601, not one of 4800, 9600, ")]
    [InlineData("""{ "kind": "gnss", "device": "/dev/ttyUSB0", "gpsd": true }""", "sources[0].gpsd is of a connection")]
    [InlineData("""{ "kind": "gnss", "device": "" }""", "sources[0].device is empty")]
    [InlineData("""{ "kind": "gnss", "connect": "here" }""", "sources[0].connect is 'here', not HOST:PORT")]
    [InlineData("""{ "kind": "gnss", "connect": "a:1", "baud": 9600 }""", "sources[0].baud is of a device")]
    public void Create_WrongEntry_SaysWhy(string json, string reason)
    {
        Assert.Null(Create(json));
        Assert.StartsWith(reason, Assert.Single(errors), StringComparison.Ordinal);
    }

    private ISampleSource? Create(string json) =>
        new SourceFactory(TimeProvider.System, NullLoggerFactory.Instance, () => Stream.Null).Create(new ConfigurationObject(JsonDocument.Parse(json).RootElement.Clone(), "sources[0]", errors));
}

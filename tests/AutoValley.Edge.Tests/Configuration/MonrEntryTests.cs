using System.Net;
using System.Text.Json;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Sources.Monr;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class MonrEntryTests
{
    private readonly List<string> errors = [];

    [Fact]
    public void Read_NothingSaid_IsTheStandardPort()
    {
        var options = Read("{}");
        Assert.Equal((new IPEndPoint(IPAddress.Any, 53_240), null, 18, 0), (options.Address, options.Frame, options.LeapSeconds, options.Targets.Count));
        Assert.Empty(errors);
    }

    [Fact]
    public void Read_AllSaid_SaysAll()
    {
        var options = Read("""
            { "listen": "127.0.0.1:7", "origin": { "latitude": 57.7, "longitude": 12.7, "altitude": 190, "rotation": 12 }, "leapSeconds": 19,
              "targets": [ { "id": 17, "name": "Dummy" }, { "id": 4294967295, "isVehicle": true } ] }
            """);
        Assert.Empty(errors);
        Assert.Equal((new IPEndPoint(IPAddress.Loopback, 7), 12.0, 19), (options.Address, options.Frame!.Rotation, options.LeapSeconds));
        Assert.Equal([new MonrTargetOptions("Dummy", false), new MonrTargetOptions("Target4294967295", true)], options.Targets.Values);
    }

    [Fact]
    public void Read_ManyErrors_TellsAllWithTheirPlaces()
    {
        Read("""
            { "origin": { "latitude": 91, "height": 1 },
              "targets": [ { "id": 1, "name": "a b" }, { "id": 1 }, { "id": 2, "isVehicle": true }, { "id": 3, "name": "Target2", "isVehicle": true }, { "name": "X" } ] }
            """);
        string[] expected =
        [
            "x.origin.latitude is 91, not -90 to 90", "x.origin.longitude is missing", "x.origin.height is unknown; known here: altitude, latitude, longitude, rotation",
            "x.targets[0].name is 'a b', not 1 to 64 of A-Z a-z 0-9 . _ -", "x.targets[1].id 1 is there already", "x.targets[4].id is missing: the transmitter id of the target",
            "x.targets has more than one with \"isVehicle\": a vehicle is one target", "x.targets has a name twice",
        ];
        Assert.Equal(expected.Order(), errors.Order());
    }

    private MonrOptions Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return MonrEntry.Read(new ConfigurationObject(document.RootElement, "x", errors));
    }
}

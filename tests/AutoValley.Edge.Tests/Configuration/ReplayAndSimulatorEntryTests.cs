using System.Text.Json;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Tests.Support;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class ReplayAndSimulatorEntryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> errors = [];

    public ReplayAndSimulatorEntryTests() => File.WriteAllText(folder["gnss.csv"], "t_s,lat_deg,lon_deg\n5.0,1,2\n");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("10")]
    [InlineData("0.5")]
    [InlineData("\"max\"")]
    public void Replay_Files_AreOpenedToSeeWhetherTheyAreUsable(string speed)
    {
        var source = ReplayEntry.Read(Entry($$"""{ "gnss": [ "{{folder["gnss.csv"]}}" ], "speed": {{speed}}, "loop": true }"""), TimeProvider.System);
        Assert.Empty(errors);
        Assert.Equal($"replay {folder["gnss.csv"]}", source!.Name);
        // Nobody holds the file any more.
        File.Delete(folder["gnss.csv"]);
    }

    [Fact]
    public void Replay_ManyErrors_TellsAllWithTheirPlaces()
    {
        ReplayEntry.Read(Entry("""{ "can": [ "/nowhere.log" ], "dbc": [ "file" ], "speed": "fast" }"""), TimeProvider.System);
        ReplayEntry.Read(Entry("{}"), TimeProvider.System);
        Assert.Equal(
            [
                "x cannot be replayed: a CAN log needs a database (BUS=FILE.dbc) to be decoded", "x cannot be replayed: nothing to replay: no CAN log and no GNSS log",
                "x.dbc has 'file', not BUS=FILE", "x.speed is fast, not \"max\", nor a number from 0.001 to 1000000",
            ],
            errors.Order());
    }

    [Theory]
    [InlineData("{ \"circle\": { \"latitude\": 57.7, \"longitude\": 12.7, \"radius\": 100 } }", "simulated car on circle of 100 m, seed 1")]
    [InlineData("{ \"vehicle\": \"truck\", \"seed\": 7, \"route\": \"ROUTE\", \"line\": \"B\", \"speed\": 2, \"seconds\": 60, \"friction\": 0.5, \"signals\": { \"at10Hz\": 20 } }", "simulated truck on B, seed 7")]
    public void Simulator_WhatIsSaid_IsDriven(string text, string name)
    {
        File.WriteAllText(folder["route"], """{ "features": [ { "properties": { "name": "A" }, "geometry": { "type": "LineString", "coordinates": [[1, 2], [1, 2]] } }, { "properties": { "name": "B" }, "geometry": { "type": "LineString", "coordinates": [[1, 2], [1, 2.01]] } } ] }""");
        var source = SimulatorEntry.Read(Entry(text.Replace("ROUTE", folder["route"], StringComparison.Ordinal)), TimeProvider.System);
        Assert.Empty(errors);
        Assert.Equal(name, source!.Name);
    }

    [Fact]
    public void Simulator_ManyErrors_TellsAllWithTheirPlaces()
    {
        SimulatorEntry.Read(Entry("""{ "vehicle": "1", "seed": -1, "friction": 2, "signals": { "at100Hz": 41, "fast": 1 }, "route": "/nowhere", "circle": {} }"""), TimeProvider.System);
        SimulatorEntry.Read(Entry("""{ "circle": { "latitude": 0 } }"""), TimeProvider.System);
        SimulatorEntry.Read(Entry("""{ "route": "/nowhere" }"""), TimeProvider.System);
        string[] expected =
        [
            "x.vehicle is '1', not car, shuttle, truck", "x.seed is -1, not 0 to 9007199254740992", "x.friction is 2, not 0.1 to 1.2", "x.signals.at100Hz is 41, not 0 to 40",
            "x.signals.fast is unknown; known here: at100Hz, at10Hz, at1Hz", "x needs either \"route\": FILE (GeoJSON) or \"circle\": { \"latitude\", \"longitude\", \"radius\" }",
            "x.circle.longitude is missing", "x.circle.radius is missing", "x.route cannot be driven: /nowhere: Could not find file '/nowhere'.",
        ];
        Assert.Equal(expected.Order(), errors.Order());
    }

    private ConfigurationObject Entry(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new ConfigurationObject(document.RootElement.Clone(), "x", errors);
    }
}

using System.Text.Json;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Edge.Sources.Simulation.Signals;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Simulation;

public sealed class SignalCatalogueTests
{
    // VSS 6.0 made these m instead of km, and float instead of int32.
    private static readonly string[] ChangedInVss6 = ["Vehicle.TraveledDistance", "Vehicle.Powertrain.ElectricMotor.Speed"];

    private static IEnumerable<SimulatedSignal> All => FastSignals.All.Concat(MediumSignals.All).Concat(SlowSignals.All);

    [Fact]
    public void All_HasTheSignalsOfTheSiteWorkload()
    {
        Assert.Equal((40, 100, 60), (FastSignals.All.Count, MediumSignals.All.Count, SlowSignals.All.Count));
        Assert.Equal(5_060, SimulationProfile.Site.SamplesPerSecond);
        Assert.Equal(1_212, SimulationProfile.Demo.SamplesPerSecond);
        Assert.Equal(200, All.Select(signal => signal.Spec.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(All, signal => Assert.True(SignalDefinition.IsName(signal.Spec.Name), signal.Spec.Name));
        Assert.Equal(Enum.GetValues<SignalType>(), All.Select(signal => signal.Spec.Type).Distinct().Order());
    }

    [Fact]
    public void All_PrivateNames_AreOnThePrivateBranch() => Assert.All(
        All, signal => Assert.True(signal.Spec.Name.StartsWith("Vehicle.", StringComparison.Ordinal) || signal.Spec.Name.StartsWith("AutoValley.", StringComparison.Ordinal)));

    [SharedDataFact("vss/vss_release_5.1.json")]
    public void All_VehicleNames_AreThoseOfVss()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("vss/vss_release_5.1.json")));
        var specs = All.Select(signal => signal.Spec).Where(spec => spec.Name.StartsWith("Vehicle.", StringComparison.Ordinal) && !ChangedInVss6.Contains(spec.Name)).ToList();
        Assert.InRange(specs.Count, 60, 200);
        Assert.All(specs, spec =>
        {
            var node = Find(document.RootElement, spec.Name);
            Assert.Equal(TypeOf(node.GetProperty("datatype").GetString()!), spec.Type);
            Assert.Equal(node.TryGetProperty("unit", out var unit) ? unit.GetString() : "", spec.Unit, ignoreCase: true);
        });
    }

    [SharedDataFact("vss/vss_release_5.1.json")]
    public async Task All_TextsOfVehicleNames_AreAllowedByVss()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("vss/vss_release_5.1.json")));
        var sink = await SimulatedRun.OfAsync(TestRoutes.Circle(60), seconds: 60);
        foreach (var spec in All.Select(signal => signal.Spec).Where(spec => spec.Type == SignalType.Text))
        {
            if (spec.Name.StartsWith("Vehicle.", StringComparison.Ordinal) && Find(document.RootElement, spec.Name).TryGetProperty("allowed", out var allowed))
                Assert.Subset(allowed.EnumerateArray().Select(item => item.GetString()!).ToHashSet(), sink.Samples[spec.Name].Select(sample => sample.Value.Text).ToHashSet());
        }
    }

    private static JsonElement Find(JsonElement root, string path)
    {
        var parts = path.Split('.');
        var node = root.GetProperty(parts[0]);
        foreach (var part in parts.Skip(1))
            node = node.GetProperty("children").TryGetProperty(part, out var child) ? child : throw new KeyNotFoundException(path);
        return node;
    }

    private static SignalType TypeOf(string datatype) => datatype switch
    {
        "float" or "double" => SignalType.Double,
        "boolean" => SignalType.Boolean,
        "string" => SignalType.Text,
        _ => SignalType.Integer,
    };
}

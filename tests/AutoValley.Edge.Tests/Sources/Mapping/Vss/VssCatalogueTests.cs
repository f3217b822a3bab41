using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping.Vss;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Mapping.Vss;

public sealed class VssCatalogueTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The counts are those of facts.csv beside the files.
    [SharedDataTheory("vss")]
    [InlineData("vss_release_4.0.json", 379 + 425 + 106)]
    [InlineData("vss_release_5.1.json", 495 + 706 + 120)]
    [InlineData("kuksa_vss_4.2_dbc_mapping.json", 468 + 483 + 118)]
    public void Load_Release_HasAllSignals(string file, int count) => Assert.Equal(count, VssCatalogue.Load(SharedData.PathOf($"vss/{file}")).Count);

    [SharedDataFact("vss/vss_release_5.1.json")]
    public void Find_Instances_AreExpandedAsTheFileHasThem()
    {
        var catalogue = VssCatalogue.Load(SharedData.PathOf("vss/vss_release_5.1.json"));
        Assert.Equal(new VssSignal("Vehicle.Speed", "float", "km/h", null, null), catalogue.Find("Vehicle.Speed"));
        Assert.Equal(SignalType.Double, catalogue.Find("Vehicle.Chassis.Axle.Row1.Wheel.Left.Speed")!.Type);
        Assert.Equal((0.0, 100.0), (catalogue.Find("Vehicle.Chassis.Accelerator.PedalPosition")!.Minimum, catalogue.Find("Vehicle.Chassis.Accelerator.PedalPosition")!.Maximum));
        Assert.Null(catalogue.Find("Vehicle.Chassis.Axle.Wheel.Speed"));
        Assert.Equal("Vehicle.Speeed is not in the VSS catalogue; nearest: Vehicle.Speed", catalogue.Unknown("Vehicle.Speeed"));
        Assert.Equal("Vehicle.Chassis is a branch of the VSS catalogue, not a signal", catalogue.Unknown("Vehicle.Chassis"));
        Assert.Equal("Boat is not in the VSS catalogue", catalogue.Unknown("Boat"));
    }

    [Theory]
    [InlineData("{", "no VSS catalogue as JSON: ")]
    [InlineData("[]", "no VSS catalogue as JSON: no signal is in it")]
    [InlineData("{}", "no VSS catalogue as JSON: no signal is in it")]
    [InlineData("{\"Vehicle\": 5}", "no VSS catalogue as JSON: Vehicle is Number, not a node")]
    [InlineData("{\"Vehicle\": {\"children\": {\"Speed\": null}}}", "no VSS catalogue as JSON: Vehicle.Speed is Null, not a node")]
    public void Load_NoCatalogue_NamesFileAndReason(string text, string reason)
    {
        var file = Path.Combine(folder.Path, "vss.json");
        File.WriteAllText(file, text);
        Assert.StartsWith($"{file}: {reason}", Assert.Throws<SourceException>(() => VssCatalogue.Load(file)).Message, StringComparison.Ordinal);
    }
}

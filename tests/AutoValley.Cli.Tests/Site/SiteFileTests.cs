namespace AutoValley.Cli.Tests.Site;

/// <summary>Commands that read a map here and ask no server.</summary>
public sealed class SiteFileTests : CommandTests, IDisposable
{
    private const string Square = """
        {"type": "FeatureCollection", "name": "Ground", "features": [
          {"type": "Feature", "properties": {"name": "Pad", "kind": "pad"}, "geometry": {"type": "Polygon",
           "coordinates": [[[12.77, 57.77], [12.78, 57.77], [12.78, 57.78], [12.77, 57.78], [12.77, 57.77]]]}}]}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");

    private string MapPath => Path.Combine(folder.FullName, "ground.geojson");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Validate_Map_TellsWhatIsInIt()
    {
        File.WriteAllText(MapPath, Square);
        Assert.Equal(
            "name,placed,zones,routes,boundary,remarks\nGround,true,1,0,false,\n", (await DoneAsync($"--server http://127.0.0.1:1 site validate {MapPath} --format csv")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Validate_BrokenMap_FailsWithFileLineAndReason()
    {
        File.WriteAllText(MapPath, Square.Replace("[12.77, 57.77]]]", "[12.79, 57.77]]]", StringComparison.Ordinal));
        Assert.Equal(1, await RunAsync($"site validate {MapPath}"));
        Assert.StartsWith("autovalley: ground.geojson: ", Error, StringComparison.Ordinal);
        Assert.Contains("Pad", Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_FileAsSvg_DrawsIt()
    {
        File.WriteAllText(MapPath, Square);
        var svg = Path.Combine(folder.FullName, "ground.svg");
        Assert.Equal("", await DoneAsync($"site show {MapPath} --svg {svg}"));
        Assert.Contains(">Pad<", File.ReadAllText(svg), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_File_ListsZones()
    {
        File.WriteAllText(MapPath, Square);
        Assert.Contains("Pad,pad,", await DoneAsync($"site show {MapPath} --format csv"), StringComparison.Ordinal);
    }
}

using System.Text.Json;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Tests.Support;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class CanEntriesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> errors = [];
    private readonly CanEntries entries = new(TimeProvider.System);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_WholeEntry_IsASource()
    {
        var file = Database("a.dbc", "BO_ 100 M: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\n");
        var source = Read($$"""{ "kind": "can", "interface": "can0", "dbc": ["{{file}}"], "obd": { "pids": ["0C", "0d"], "seconds": 0.5, "extended": true } }""");
        Assert.Equal("can can0", source!.Name);
        Assert.Contains(source.Counts, count => count.Name == "OBD requests");
        Assert.Empty(errors);
    }

    [Fact]
    public void Read_ManyErrors_TellsAll()
    {
        var file = Database("a.dbc", "BO_ 100 M: 1 X\n SG_ s : 0|8\n");
        Assert.Null(Read($$"""{ "kind": "can", "interface": "can0", "dbc": ["{{file}}"], "obd": { "pids": ["C", "0G"], "seconds": 0, "every": 1 } }"""));
        Assert.Null(Read("""{ "kind": "can", "interface": "can0", "obd": { "pids": [] } }"""));
        Assert.Null(Read("""{ "kind": "can", "interface": "a-name-of-16-char", "dbc": ["/nowhere.dbc"] }"""));
        string[] expected =
        [
            "sources[0].obd.pids has 'C', not two hexadecimal digits as 0C", "sources[0].obd.pids has '0G', not two hexadecimal digits as 0C",
            "sources[0].obd.seconds is 0, not 0.05 to 3600", "sources[0].obd.every is unknown; known here: extended, pids, seconds",
            $"sources[0].dbc is unusable: {file}:", "sources[0].interface is can0, which another source reads already",
            "sources[0].obd.pids has 0 ids, not 1 to 64", "sources[0].dbc is missing or empty", "sources[0].interface is longer than 15 characters, as no interface is",
            "sources[0].dbc is unusable: /nowhere.dbc:",
        ];
        Assert.Equal(expected.Length, errors.Count);
        Assert.All(expected.Order().Zip(errors.Order()), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private ConfigurationObject Entry(string json) => new(JsonDocument.Parse(json).RootElement.Clone(), "sources[0]", errors);

    private ISampleSource? Read(string json) => entries.Read(Entry(json));

    private string Database(string name, string text)
    {
        var file = Path.Combine(folder.Path, name);
        File.WriteAllText(file, text);
        return file;
    }
}

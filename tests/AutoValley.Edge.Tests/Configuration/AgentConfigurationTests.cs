using System.Net;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Configuration;

public sealed class AgentConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_WholeFile_SaysAll()
    {
        var read = Load("""
            {
              // Comments are allowed.
              "vehicle": "acme/car-1", "server": "host:1884", "user": "u", "password": "p",
              "spool": { "folder": "/tmp/spool", "mebibytes": 64, "hours": 48, "archiveMebibytes": 8, "sync": "batch" },
              "uplink": { "bytesPerSecond": 250000, "backlogBytesPerSecond": 100000, "batchMilliseconds": 250 }, "driver": { "listen": "127.0.0.1:9010" },
              "sources": [ { "kind": "json", "listen": "127.0.0.1:0" }, { "kind": "json", "stdin": true } ],
            }
            """);
        Assert.Equal(
            (new VehicleName("acme", "car-1"), "host:1884", "u", "p", "/tmp/spool", 64L << 20, SpoolSync.EveryBatch),
            (read.Options.Vehicle, read.Options.Server, read.Options.UserName, read.Options.Password, read.Options.SpoolFolder,
                read.Options.SpoolMaximumBytes, read.Options.SpoolSync));
        Assert.Equal(["json 127.0.0.1:0", "standard input"], read.SampleSources.Select(source => source.Name));
        Assert.Null(read.Mapping);
        Assert.Equal(
            (TimeSpan.FromHours(48), 8L << 20, 250_000, 100_000, TimeSpan.FromMilliseconds(250)),
            (read.Options.SpoolMaximumAge, read.Options.SpoolArchiveBytes, read.Options.UplinkBytesPerSecond, read.Options.BacklogBytesPerSecond, read.Options.BatchAge));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 9010), read.Options.DriverAddress);
    }

    [Fact]
    public void Load_WithoutLimits_ArchivesAQuarterAndSendsWhatTheLinkBears()
    {
        var read = Load("""
            { "vehicle": "acme/car-1", "spool": { "folder": "/tmp/spool", "mebibytes": 64 }, "sources": [ { "kind": "json", "stdin": true } ] }
            """);
        Assert.Equal(
            (null, 16L << 20, null, null),
            (read.Options.SpoolMaximumAge, read.Options.SpoolArchiveBytes, read.Options.UplinkBytesPerSecond, read.Options.BacklogBytesPerSecond));
    }

    [Theory]
    [InlineData("""{ "kind": "gnss", "device": "/dev/ttyUSB0" }""")]
    [InlineData("""{ "kind": "can", "interface": "can0" }""")]
    [InlineData("""{ "kind": "simulator", "circle": { "latitude": 42.3, "longitude": -83.7, "radius": 100 } }""")]
    public void Load_MappingOfNoSignalOfTheSource_IsAnErrorAtTheStart(string source)
    {
        var mapping = Path.Combine(folder.Path, "map");
        File.WriteAllText(mapping, """{"source": "CAN.NOTHING.AT_ALL", "path": "Private.Nothing"}""");
        var told = Assert.Throws<ConfigurationException>(() => Load($$"""
            { "vehicle": "acme/car-1", "spool": { "folder": "/tmp/spool" }, "mapping": "{{mapping}}", "sources": [ {{source}} ] }
            """)).Message;
        Assert.Contains("map:1: no source declares CAN.NOTHING.AT_ALL", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManyErrors_TellsAllWithTheirPlaces()
    {
        var file = Path.Combine(folder.Path, "agent.json");
        var told = Assert.Throws<ConfigurationException>(() => Load("""
            {
              "vehicle": "car", "server": 7, "spool": { "mebibytes": 1, "sync": "never", "size": 3 },
              "sources": [ { "kind": "jsn" }, { "kind": "json" }, { "kind": "json", "listen": "here" }, 5, { "kind": "json", "stdin": true, "port": 1 }, { "kind": "json", "stdin": true } ],
              "colour": "red"
            }
            """)).Message.Split('\n');
        string[] expected =
        [
            "vehicle is 'car', not organisation/vehicle, each 1 to 64 of A-Z a-z 0-9 . _ -", "server is Number, not a text", "spool.folder is missing",
            "spool.mebibytes is 1, not 32 to 1048576", "spool.sync is 'never', not batch, interval or none",
            "spool.size is unknown; known here: archiveMebibytes, folder, hours, mebibytes, sync", $"sources[0].kind is 'jsn', which is unknown; known: {SourceFactory.Kinds}",
            "sources[1] needs either \"stdin\": true or \"listen\": \"ADDRESS:PORT\"", "sources[2].listen is 'here', not ADDRESS:PORT as 127.0.0.1:9000 or [::1]:9000",
            "sources[3] is Number, not an object", "sources[3].kind is missing", "sources[4].port is unknown; known here: kind, listen, stdin",
            "sources[5].stdin is read by another source already", "colour is unknown; known here: $schema, clock, collecting, driver, mapping, password, privateBranches, server, sources, spool, tls, uplink, user, vehicle, vss",
        ];
        Assert.Equal(expected.Order().Select(error => $"{file}: {error}"), told.Order());
    }

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("[]", "the file is Array, not an object")]
    [InlineData("{ \"vehicle\": \"a/b\", \"spool\": { \"folder\": \"x\" }, \"sources\": [] }", "sources is missing or empty")]
    [InlineData("{ \"vehicle\": \"a/b\", \"sources\": [ { \"kind\": \"json\", \"stdin\": true } ] }", "spool is missing")]
    [InlineData("{ \"vehicle\": \"a/b\", \"server\": \"host\", \"spool\": { \"folder\": \"x\" }, \"sources\": [ { \"kind\": \"json\", \"stdin\": true } ] }", "server 'host': not host:port")]
    [InlineData("{ \"vehicle\": \"a/b\", \"spool\": { \"folder\": \"x\" }, \"mapping\": \"/nowhere\", \"sources\": [ { \"kind\": \"json\", \"stdin\": true } ] }", "/nowhere")]
    public void Load_Unusable_SaysWhy(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigurationException>(() => Load(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_MappingThatTheCatalogueRefuses_NamesItsLine()
    {
        var (vss, map) = (Path.Combine(folder.Path, "vss.json"), Path.Combine(folder.Path, "map.jsonl"));
        File.WriteAllText(vss, """{"Vehicle": {"children": {"Speed": {"datatype": "float", "unit": "km/h"}}}}""");
        File.WriteAllText(map, "{\"source\": \"v\", \"path\": \"Vehicle.Sped\"}\n{\"source\": \"w\", \"path\": \"Own.W\"}");
        var text = $$"""{ "vehicle": "a/b", "spool": { "folder": "x" }, "mapping": "{{map}}", "vss": "{{vss}}", "privateBranches": ["Own"], "sources": [ { "kind": "json", "stdin": true } ] }""";
        var message = Assert.Throws<ConfigurationException>(() => Load(text)).Message;
        Assert.EndsWith($"mapping is unusable: {map}:1: Vehicle.Sped is not in the VSS catalogue; nearest: Vehicle.Speed; private branches: Own", message, StringComparison.Ordinal);
        File.WriteAllText(map, "{\"source\": \"v\", \"path\": \"Vehicle.Speed\"}");
        Assert.NotNull(Load(text).Mapping);
    }

    [Fact]
    public async Task Run_ConfigurationThatIsWrong_EndsWithTwo()
    {
        var run = new CommandRun();
        Assert.Equal(2, await run.RunAsync(["run", "--config", Path.Combine(folder.Path, "none.json")]));
        Assert.StartsWith("autovalley-edge: ", Assert.Single(run.Error));
    }

    [Fact]
    public async Task Run_Check_SaysThatItIsUsable()
    {
        var file = Write("{ \"vehicle\": \"a/b\", \"spool\": { \"folder\": \"x\" }, \"sources\": [ { \"kind\": \"json\", \"stdin\": true } ] }");
        var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync(["run", "--config", file, "--check"]));
        Assert.Equal($"{file}: usable, 1 sources for a/b", Assert.Single(run.Output));
    }

    [Fact]
    public void Load_Again_KeepsThePartsThatAreTheSame()
    {
        var map = Path.Combine(folder.Path, "map.jsonl");
        File.WriteAllText(map, "{\"source\": \"v\", \"path\": \"Own.V\"}");
        string Text(string server, params string[] ports) => $$"""
            { "vehicle": "a/b", "server": "{{server}}", "spool": { "folder": "x" }, "mapping": "{{map}}",
              "sources": [ {{string.Join(", ", ports.Select(port => $$"""{ "kind": "json", "listen": "127.0.0.1:{{port}}" }"""))}} ] }
            """;
        var first = Load(Text("one:1", "1", "2", "2"));

        var same = Load(Text("one:1", "1", "2", "2"), first);
        Assert.Same(first.Options, same.Options);
        Assert.Same(first.Mapping, same.Mapping);
        Assert.Equal(first.Sources, same.Sources);

        var other = Load(Text("two:2", "3", "2", "1"), first);
        Assert.Equal("two:2", other.Options.Server);
        Assert.DoesNotContain(other.Sources[0], first.Sources);
        Assert.Equal([first.Sources[1], first.Sources[0]], other.Sources.Skip(1));

        File.WriteAllText(map, "{\"source\": \"v\", \"path\": \"Own.Speed\"}");
        var remapped = Load(Text("two:2", "3", "2", "1"), other);
        Assert.Same(other.Options, remapped.Options);
        Assert.NotSame(other.Mapping, remapped.Mapping);
        Assert.Empty(remapped.Sources.Intersect(other.Sources));
    }

    [Fact]
    public void Load_AgainWithErrors_Throws()
    {
        var first = Load("{ \"vehicle\": \"a/b\", \"spool\": { \"folder\": \"x\" }, \"sources\": [ { \"kind\": \"json\", \"stdin\": true } ] }");
        Assert.Throws<ConfigurationException>(() => Load("[]", first));
    }

    private AgentConfiguration Load(string text, AgentConfiguration? running = null) =>
        AgentConfiguration.Load(Write(text), new SourceFactory(TimeProvider.System, NullLoggerFactory.Instance, () => Stream.Null), running);

    private string Write(string text)
    {
        var file = Path.Combine(folder.Path, "agent.json");
        File.WriteAllText(file, text);
        return file;
    }
}

using System.Text.Json.Nodes;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Tests.Support;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Configuration;

/// <summary>The JSON schema that lies beside the configuration says what the agent's reader does.</summary>
public sealed class SchemaTests : IDisposable
{
    private const string Node = "tests/AutoValley.Edge.Tests/Configuration/node";
    private const string Stranger = "no-such-member";

    private static readonly string Packaging = Path.Combine(SharedData.RepositoryRoot, "edge/packaging");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Schema_EachObject_HasTheMembersThatTheReaderKnows()
    {
        var (whole, schema) = (Whole(), JsonNode.Parse(File.ReadAllText(Schema))!);
        var objects = AddStrangers(whole);
        var errors = Assert.Throws<ConfigurationException>(() => Load(whole)).Message.Split('\n');

        Assert.Equal(objects, errors.Count(error => error.Contains($"{Stranger} is unknown", StringComparison.Ordinal)));
        foreach (var error in errors.Select(error => error[(error.IndexOf(".json: ", StringComparison.Ordinal) + 7)..]))
        {
            var path = error[..error.IndexOf(Stranger, StringComparison.Ordinal)];
            var known = error[(error.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", ");
            Assert.Equal(known.Order(), MembersOf(schema, whole, path).Order());
        }
    }

    [Fact]
    public void Load_ConfigurationOfAllKinds_IsUsable() => Load(Whole());

    [NodeFact(Node)]
    public async Task Schema_ConfigurationsThatLoad_AreValidAndOthersAreNot()
    {
        var (good, bad) = (Path.Combine(folder.Path, "good.json"), Path.Combine(folder.Path, "bad.json"));
        await File.WriteAllTextAsync(good, Whole().ToJsonString());
        await File.WriteAllTextAsync(
            bad, """{ "vehicle": "car", "spool": { "folder": "x", "mebibytes": 1 }, "sources": [ { "kind": "jsn" }, { "kind": "json", "listen": "a:1", "stdin": true } ], "colour": 1 }""");
        var (exitCode, output, error) = await ForeignProgram.TryRunAsync(
            "", "node", Path.Combine(SharedData.RepositoryRoot, Node, "validate.js"), Schema, Path.Combine(Packaging, "agent.example.json"), good, bad);

        Assert.True(exitCode == 0, error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["valid", "valid"], lines[..2]);
        foreach (var place in new[] { "/vehicle ", "/spool/mebibytes ", "/sources/0 ", "/sources/1 ", " must NOT have additional properties" })
            Assert.Contains(place, lines[2], StringComparison.Ordinal);
    }

    private static string Schema => Path.Combine(Packaging, "agent.schema.json");

    private static int AddStrangers(JsonNode? node)
    {
        var inner = node switch
        {
            JsonObject members => members.Select(member => member.Value).ToArray(),
            JsonArray items => [.. items],
            _ => [],
        };
        if (node is JsonObject place)
            place[Stranger] = 1;
        return inner.Sum(AddStrangers) + (node is JsonObject ? 1 : 0);
    }

    /// <summary>Follows a path as <c>sources[3].topics[0].</c> through the schema; an item of sources is of its kind.</summary>
    private static IEnumerable<string> MembersOf(JsonNode schema, JsonNode configuration, string path)
    {
        var (place, value) = (schema, configuration);
        foreach (var step in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            var isItem = char.IsAsciiDigit(step[0]);
            value = isItem ? value[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : value[step]!;
            place = isItem ? place["items"]! : place["properties"]![step] ?? throw new KeyNotFoundException($"the schema has no {path}");
            if (isItem && place["oneOf"] is not null)
                place = schema["$defs"]![value["kind"]!.GetValue<string>()]!;
            else if (place["$ref"] is { } reference)
                place = schema["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!;
        }
        return place["properties"]!.AsObject().Select(member => member.Key);
    }

    /// <summary>Every kind and every object there is.</summary>
    private JsonObject Whole()
    {
        var (dbc, log) = (Write("bus.dbc", "VERSION \"\"\nBU_: A\nBO_ 1 M: 8 A\n SG_ S : 0|8@1+ (1,0) [0|255] \"\" A\n"), Write("drive.log", "(1.0) can0 001#01\n"));
        return JsonNode.Parse($$"""
            {
              "$schema": "./agent.schema.json", "vehicle": "acme/car-1", "server": "localhost:8883", "user": "u", "password": "p", "tls": {},
              "spool": { "folder": "{{folder.Path}}/spool" }, "collecting": {}, "clock": {},
              "sources": [
                { "kind": "can", "interface": "can0", "dbc": ["{{dbc}}"], "obd": { "pids": ["0C"] } },
                { "kind": "gnss", "device": "/dev/ttyACM0" },
                { "kind": "json", "listen": "127.0.0.1:0" },
                { "kind": "kuksa", "address": "localhost", "signals": ["Vehicle"], "tls": {} },
                { "kind": "monr", "origin": { "latitude": 1, "longitude": 2 }, "targets": [ { "id": 1 } ] },
                { "kind": "mqtt", "broker": "localhost", "tls": {}, "topics": [ { "filter": "a/+" } ] },
                { "kind": "replay", "can": ["{{log}}"], "dbc": ["can0={{dbc}}"] },
                { "kind": "simulator", "circle": { "latitude": 1, "longitude": 2, "radius": 100 }, "signals": {} }
              ]
            }
            """)!.AsObject();
    }

    private void Load(JsonNode configuration) => AgentConfiguration.Load(
        Write("agent.json", configuration.ToJsonString()), new SourceFactory(TimeProvider.System, NullLoggerFactory.Instance, () => Stream.Null));

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder.Path, name);
        File.WriteAllText(file, text);
        return file;
    }
}

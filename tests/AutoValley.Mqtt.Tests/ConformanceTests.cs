using System.Text.RegularExpressions;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests;

/// <summary>Conformance.md and the tests' attributes say the same, both ways.</summary>
public sealed partial class ConformanceTests
{
    private static readonly string[] Suites = ["AutoValley.Mqtt.Tests", "AutoValley.Mqtt.Server.Tests"];

    [Fact]
    public void Document_EveryStatement_HasItsTestsOrAReason()
    {
        var rows = Rows();
        Assert.True(rows.Count > 240, $"{rows.Count} statements");
        Assert.Equal(rows.Count, rows.Select(row => row.Id).Distinct().Count());
        var carried = Carried();
        var problems = new List<string>();
        foreach (var (id, covered) in rows)
        {
            var tests = carried.GetValueOrDefault(id) ?? [];
            var named = covered.StartsWith('—') ? [] : covered.Split(", ").Order().ToArray();
            if (!named.SequenceEqual(tests.Order()))
                problems.Add($"{id}: the document says '{covered}', the attributes '{string.Join(", ", tests.Order())}'");
        }
        problems.AddRange(carried.Keys.Except(rows.Select(row => row.Id)).Select(id => $"{id}: no such statement in the document"));
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Sources_EveryIdInThem_IsAStatement()
    {
        var known = Rows().Select(row => row.Id).ToHashSet();
        // Of MQTT 3.1.1, whose ids look the same; the lines say so.
        var sources = Files("src", "AutoValley.Mqtt").Concat(Files("src", "AutoValley.Mqtt.Server"));
        var unknown = sources.SelectMany(File.ReadLines).Where(line => !line.Contains("3.1.1", StringComparison.Ordinal))
            .SelectMany(line => Id().Matches(line)).Select(match => match.Value).Where(id => !known.Contains(id)).Distinct();
        Assert.Empty(unknown);
    }

    private static List<(string Id, string Covered)> Rows() =>
    [
        .. File.ReadLines(Path.Combine(SharedData.RepositoryRoot, "tests", "AutoValley.Mqtt.Tests", "Conformance.md"))
            .Where(line => line.StartsWith("| MQTT-", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1], cells[^2])),
    ];

    // The tests of the endpoint are another assembly: both are read as text.
    private static Dictionary<string, List<string>> Carried()
    {
        var carried = new Dictionary<string, List<string>>();
        foreach (var text in Suites.SelectMany(suite => Files("tests", suite)).Select(File.ReadAllText))
        {
            var type = Type().Match(text).Groups[1].Value;
            foreach (Match method in Method().Matches(text))
            {
                foreach (Match id in Id().Matches(method.Groups[1].Value))
                {
                    if (!carried.TryGetValue(id.Value, out var tests))
                        carried.Add(id.Value, tests = []);
                    tests.Add($"{type}.{method.Groups[2].Value}");
                }
            }
        }
        return carried;
    }

    private static IEnumerable<string> Files(string folder, string project) =>
        Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, folder, project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"MQTT-\d+\.\d+(?:\.\d+)?-\d+")]
    private static partial Regex Id();

    [GeneratedRegex(@"class (\w+)")]
    private static partial Regex Type();

    [GeneratedRegex(@"((?:    \[[^\n]*\n)+)    public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Method();
}

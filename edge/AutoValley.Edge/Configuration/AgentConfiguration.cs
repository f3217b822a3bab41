using System.Text.Json;
using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;

namespace AutoValley.Edge.Configuration;

/// <summary>What an agent's configuration file says: who it is, where it publishes, and its sources.</summary>
/// <param name="Options">The agent.</param>
/// <param name="Sources">In the file's order.</param>
/// <param name="Mapping">How their signals are renamed; null when they keep their names.</param>
internal sealed record AgentConfiguration(AgentOptions Options, IReadOnlyList<ConfiguredSource> Sources, SignalMapping? Mapping)
{
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] MappingMembers = ["mapping", "vss", "privateBranches"];

    /// <summary>Who is asked about the vehicle's clock.</summary>
    public ClockOptions Clock { get; init; } = new();

    /// <summary>Of the options, and of the mapping.</summary>
    private (string Options, string Mapping) Origins { get; init; }

    /// <summary>For the agent.</summary>
    public IReadOnlyList<ISampleSource> SampleSources => [.. Sources.Select(source => source.Source)];

    /// <summary>Reads a file and checks all that can be checked before anything runs.</summary>
    /// <param name="path">JSON; comments are allowed.</param>
    /// <param name="sources">Makes the sources; none runs yet.</param>
    /// <param name="running">What runs at present: its parts stay in the place of those that are made of the same.</param>
    /// <exception cref="ConfigurationException">It is unusable; all errors at once.</exception>
    public static AgentConfiguration Load(string path, SourceFactory sources, AgentConfiguration? running = null)
    {
        var errors = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Json);
            var file = new ConfigurationObject(document.RootElement, "", errors);
            if (Read(file, sources, errors, running) is { } read)
                return read;
        }
        catch (JsonException broken)
        {
            errors.Add($"is no JSON: {broken.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SourceException)
        {
            errors.Add(failure.Message);
        }
        throw new ConfigurationException([.. errors.Select(error => $"{path}: {error}")]);
    }

    private static AgentConfiguration? Read(ConfigurationObject file, SourceFactory factory, List<string> errors, AgentConfiguration? running)
    {
        _ = file.Text("$schema"); // for editors
        var options = AgentOptionsEntry.Read(file);
        var items = file.Objects("sources");
        if (items.Count == 0)
            file.Fail("sources", "is missing or empty: there is nothing to publish");
        ISampleSource[] sources = [.. items.Select(factory.Create).OfType<ISampleSource>()];
        var clock = ClockEntry.Read(file);
        var mapping = MappingReader.Read(file, sources);
        file.RefuseUnknown();
        if (errors.Count > 0)
            return null;
        var read = new AgentConfiguration(options, [], mapping)
        {
            Clock = clock,
            Origins = (Origin.OfMembers(file.Element, false, ["sources", "clock", .. MappingMembers]), Origin.OfMembers(file.Element, true, MappingMembers)),
        };
        if (running is not null && running.Origins.Options == read.Origins.Options)
            read = read with { Options = running.Options };
        if (running is not null && running.Origins.Mapping == read.Origins.Mapping)
            read = read with { Mapping = running.Mapping };
        return read with { Sources = read.Mapped(items, sources, running?.Sources ?? []) };
    }

    private List<ConfiguredSource> Mapped(IReadOnlyList<ConfigurationObject> items, ISampleSource[] sources, IReadOnlyList<ConfiguredSource> running)
    {
        var (left, mapped, earlierBuses) = (running.ToList(), new List<ConfiguredSource>(), "");
        foreach (var (item, source) in items.Zip(sources))
        {
            var origin = $"{Origin.Of(item.Element)}\n{Origins.Mapping}";
            // An earlier bus has the plain names of signals.
            if (item.Text("kind") == "can")
                origin = earlierBuses += $"{origin}\n";
            var kept = left.Find(other => other.Origin == origin);
            if (kept is not null)
                left.Remove(kept);
            mapped.Add(kept ?? new ConfiguredSource(origin, Mapping is { } mapping ? new MappedSource(source, mapping) : source));
        }
        return mapped;
    }
}

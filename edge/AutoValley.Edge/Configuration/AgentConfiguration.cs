using System.Text.Json;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Configuration;

/// <summary>What an agent's configuration file says: who it is, where it publishes, and its sources.</summary>
/// <param name="Options">The agent.</param>
/// <param name="Sources">Not running yet.</param>
/// <param name="Mapping">How their signals are renamed; null when they keep their names.</param>
internal sealed record AgentConfiguration(AgentOptions Options, IReadOnlyList<ISampleSource> Sources, SignalMapping? Mapping)
{
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file and checks all that can be checked before anything runs.</summary>
    /// <param name="path">JSON; comments are allowed.</param>
    /// <param name="sources">Makes the sources.</param>
    /// <exception cref="ConfigurationException">It is unusable; all errors at once.</exception>
    public static AgentConfiguration Load(string path, SourceFactory sources)
    {
        var errors = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Json);
            var file = new ConfigurationObject(document.RootElement, "", errors);
            var read = Read(file, sources);
            if (errors.Count == 0)
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

    private static AgentConfiguration Read(ConfigurationObject file, SourceFactory factory)
    {
        var options = ReadOptions(file);
        var items = file.Objects("sources");
        if (items.Count == 0)
            file.Fail("sources", "is missing or empty: there is nothing to publish");
        ISampleSource[] sources = [.. items.Select(factory.Create).OfType<ISampleSource>()];
        var mapping = MappingReader.Read(file, sources);
        file.RefuseUnknown();
        return new AgentConfiguration(options, sources, mapping);
    }

    private static AgentOptions ReadOptions(ConfigurationObject file)
    {
        var name = file.RequiredText("vehicle");
        var isName = VehicleName.TryParse(name, out var vehicle);
        if (name.Length > 0 && !isName)
            file.Fail("vehicle", $"is '{name}', not organisation/vehicle, each 1 to 64 of A-Z a-z 0-9 . _ -");
        var spool = file.Object("spool");
        var options = new AgentOptions
        {
            Vehicle = isName ? vehicle : new VehicleName("none", "none"),
            Server = file.Text("server") ?? "127.0.0.1:1883",
            UserName = file.Text("user"),
            Password = file.Text("password"),
            SpoolFolder = "",
        };
        if (spool is null)
            file.Fail("spool", "is missing: { \"folder\": … }, for batches that are not durable yet");
        if (spool is not null)
        {
            options = SpoolConfiguration.Read(spool, options);
            foreach (var error in options.Errors().Where(error => !error.StartsWith("spool folder", StringComparison.Ordinal)))
                file.Fail("", $"says: {error}");
        }
        return options;
    }
}

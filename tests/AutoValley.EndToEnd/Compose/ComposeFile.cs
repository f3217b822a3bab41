using System.Text.Json;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Compose;

/// <summary><c>compose/compose.yaml</c> as Compose itself reads it, with <c>example.env</c>.</summary>
internal sealed class ComposeFile
{
    private ComposeFile(JsonElement services) => Services = services;

    /// <summary>The folder.</summary>
    public static string Folder => Path.Combine(SharedData.RepositoryRoot, "compose");

    public JsonElement Services { get; }

    /// <exception cref="InvalidOperationException">Compose does not take it; the message is what it says.</exception>
    public static async Task<ComposeFile> ReadAsync()
    {
        var compose = ComposeFactAttribute.Command!;
        var yaml = await ForeignProgram.RunAsync(
            "", compose[0], [.. compose.Skip(1), "--file", In("compose.yaml"), "--env-file", In("example.env"), "config"]);
        var json = await ForeignProgram.RunAsync(yaml, "python3", "-c", "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)");
        using var document = JsonDocument.Parse(json);
        return new ComposeFile(document.RootElement.GetProperty("services").Clone());
    }

    public static string In(string name) => Path.Combine(Folder, name);

    /// <summary>Variables of a service's environment.</summary>
    public Dictionary<string, string> EnvironmentOf(string service) =>
        Services.GetProperty(service).GetProperty("environment").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.ToString());
}

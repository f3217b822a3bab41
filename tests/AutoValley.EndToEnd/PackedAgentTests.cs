using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd;

/// <summary>What <c>edge/publish</c> packs for a vehicle.</summary>
public sealed class PackedAgentTests : IDisposable
{
    private static readonly TimeSpan Packing = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");

    private static string Script => Path.Combine(SharedData.RepositoryRoot, "edge/publish");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Publish_ForAVehicle_HasAllAndRuns()
    {
        await PackAsync("linux-arm64");
        Assert.Contains("ExecStart=/usr/bin/dotnet /opt/autovalley-edge/autovalley-edge.dll run", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "autovalley-edge.service")), StringComparison.Ordinal);
        await CheckAsync("dotnet", Path.Combine(folder.FullName, "autovalley-edge.dll"));
        await PackAsync("linux-x64");
        // No .NET is to be found.
        await CheckAsync("env", "-i", Path.Combine(folder.FullName, "autovalley-edge"));
    }

    [Fact]
    public async Task Publish_UnknownTarget_IsWrongUse()
    {
        await using var publish = HostedProcess.Start(Script, ["windows"]);
        Assert.Equal(2, await publish.ExitCodeAsync());
    }

    private async Task PackAsync(string target)
    {
        await using var publish = HostedProcess.Start(Script, [target, folder.FullName]);
        await publish.SuccessAsync(Packing);
        foreach (var file in new[] { "agent.schema.json", "agent.example.json", "autovalley-edge.service" })
            Assert.True(File.Exists(Path.Combine(folder.FullName, file)), file);
    }

    private async Task CheckAsync(string program, params string[] first)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var configuration = Path.Combine(folder.FullName, "agent.json");
        await File.WriteAllTextAsync(configuration, $$"""
            {
              "$schema": "./agent.schema.json", "vehicle": "acme/packed", "server": "{{server.Mqtt}}", "spool": { "folder": "{{folder.FullName}}/spool", "mebibytes": 32 },
              "sources": [ { "kind": "simulator", "circle": { "latitude": 42.3, "longitude": -83.7, "radius": 100 } } ]
            }
            """);
        await using var doctor = HostedProcess.Start(program, [.. first, "doctor", "--config", configuration, "--seconds", "5"]);
        Assert.Contains("a batch was durable after", await doctor.SuccessAsync(), StringComparison.Ordinal);
    }
}

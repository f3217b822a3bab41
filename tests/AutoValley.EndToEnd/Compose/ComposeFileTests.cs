using System.Text.RegularExpressions;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd.Compose;

/// <summary>What compose/ says, held against Compose, the repository and the programs that it starts.</summary>
public sealed partial class ComposeFileTests
{
    [ComposeFact]
    public async Task Config_WithTheExample_IsTakenAndOpensNothingToTheNetwork()
    {
        var file = await ComposeFile.ReadAsync();
        Assert.Equal(
            ["car-1", "grafana", "ground", "influxdb", "mosquitto", "server", "shuttle-1"], file.Services.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        foreach (var service in file.Services.EnumerateObject())
        {
            if (service.Value.TryGetProperty("ports", out var ports))
                Assert.All(ports.EnumerateArray(), port => Assert.Contains("127.0.0.1", port.ToString(), StringComparison.Ordinal));
            // Whoever starts it next year gets what was meant.
            var image = service.Value.GetProperty("image").GetString()!;
            Assert.True(service.Value.TryGetProperty("build", out _) || image.StartsWith("autovalley-", StringComparison.Ordinal) || PinnedImage().IsMatch(image), image);
        }
    }

    [Fact]
    public void Files_ThatAreNamed_AreThere()
    {
        var compose = File.ReadAllText(ComposeFile.In("compose.yaml"));
        foreach (Match file in MountedFile().Matches(compose))
            Assert.True(Path.Exists(ComposeFile.In(file.Groups[1].Value)), $"compose.yaml mounts {file.Groups[1].Value}");
        foreach (Match file in DockerFile().Matches(compose))
        {
            var path = Path.Combine(SharedData.RepositoryRoot, file.Groups[1].Value);
            Assert.True(File.Exists(path), $"compose.yaml builds {file.Groups[1].Value}");
            foreach (Match copy in CopiedFile().Matches(File.ReadAllText(path)))
                Assert.True(Path.Exists(Path.Combine(SharedData.RepositoryRoot, copy.Groups[1].Value)), $"{file.Groups[1].Value} copies {copy.Groups[1].Value}");
        }
    }

    [Fact]
    public async Task Vehicles_TheirConfigurations_AreUsable()
    {
        using var vehicles = new ComposeVehicles("127.0.0.1:1883");
        foreach (var configuration in vehicles.Configurations)
        {
            await using var agent = HostedProcess.Product("AutoValley.Edge", "run", "--check", "--config", configuration);
            await agent.SuccessAsync();
        }
    }

    [GeneratedRegex(@":\d[\w.]*$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"\./([\w./-]+):/")]
    private static partial Regex MountedFile();

    [GeneratedRegex(@"dockerfile: ([\w./-]+)")]
    private static partial Regex DockerFile();

    [GeneratedRegex(@"^COPY (?!--from)([\w./-]+)", RegexOptions.Multiline)]
    private static partial Regex CopiedFile();
}

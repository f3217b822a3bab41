using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd;

/// <summary>The same sources over upstream's gRPC packages instead of the house's own rooms.</summary>
public sealed class UpstreamGrpcTests : IDisposable
{
    private static readonly string[] FreePorts = ["--http", "0", "--grpc", "0", "--mqtt", "0"];

    // For a machine on which everything else builds and runs too.
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(8);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-upstream-");

    [Fact]
    public async Task Product_OverUpstreamsPackages_BuildsAndRunsTheDemo()
    {
        await BuildAsync("src/AutoValley.Server");
        await BuildAsync("src/AutoValley.Cli");
        var output = Path.Combine(folder.FullName, "bin", "AutoValley.Server", "release");
        Assert.True(File.Exists(Path.Combine(output, "Grpc.AspNetCore.Server.dll")));
        Assert.False(File.Exists(Path.Combine(output, "AutoValley.Grpc.dll")));
        await using var demo = HostedProcess.Start(
            "dotnet", [Path.Combine(output, "AutoValley.Server.dll"), "demo", "--seconds", "3", .. FreePorts], folder.FullName);
        var sum = Assert.Single((await demo.SuccessAsync()).Split('\n'), line => line.StartsWith("all ", StringComparison.Ordinal));
        Assert.EndsWith("missing 0", sum, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task BuildAsync(string project)
    {
        await using var build = HostedProcess.Start(
            "dotnet",
            [
                "build", project, "-c", "Release", "--artifacts-path", folder.FullName, "-p:UseGrpcAspNetCore=true",
                "-p:Dashboard=false", "-p:RunAnalyzers=false", "-nodeReuse:false", "-v", "quiet", "-clp:NoSummary",
            ],
            SharedData.RepositoryRoot);
        await build.SuccessAsync(BuildLimit);
    }
}

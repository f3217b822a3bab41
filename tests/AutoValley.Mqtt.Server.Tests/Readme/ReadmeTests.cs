using System.Net;
using System.Net.Sockets;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Readme;

/// <summary>The library's README: its code is these files, and it runs.</summary>
public sealed class ReadmeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mqtt-readme-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, "Echo.cs")]
    [InlineData(1, "Talk.cs")]
    public void Code_OfTheReadme_IsTheCompiledFile(int block, string file)
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Mqtt/README.md"));
        var code = readme.Split("```csharp\n")[block + 1].Split("```")[0];
        Assert.Equal(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/AutoValley.Mqtt.Server.Tests/Readme", file)), code);
    }

    [Fact]
    public async Task Code_OfTheReadme_Runs()
    {
        using var output = new StringWriter();
        var port = FreePort();
        await using var server = Echo.Build(port, output);
        await server.StartAsync();
        using var limit = new CancellationTokenSource(Patience);
        Assert.Equal("hi", await Talk.HelloAsync($"mqtt://127.0.0.1:{port}", folder.FullName, limit.Token));
        Assert.Equal("talk: hello/world, 2 bytes", output.ToString().Trim());
        await server.StopAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd;

/// <summary>A gRPC client that nobody here wrote: python3-grpcio with stubs generated from protos/.</summary>
public sealed class PythonClientTests
{
    private const string Python = "/usr/bin/python3";
    private const string Protoc = "/usr/bin/protoc";
    private const string Plugin = "/usr/bin/grpc_python_plugin";

    [ToolFact(Python, Protoc, Plugin, "mosquitto_pub")]
    public async Task Client_PublishesQueriesTailsCancelsAndMeetsDeadlines()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var stubs = Directory.CreateDirectory(Path.Combine(server.Folder, "stubs")).FullName;
        var protos = Path.Combine(SharedData.RepositoryRoot, "protos");
        await using (var protoc = HostedProcess.Start(
            Protoc,
            [
                "-I", protos, "--python_out", stubs, "--grpc_out", stubs, $"--plugin=protoc-gen-grpc={Plugin}",
                .. Directory.EnumerateFiles(Path.Combine(protos, "autovalley", "v1")),
            ]))
            await protoc.SuccessAsync();

        await using var client = HostedProcess.Start(
            Python, [Path.Combine(AppContext.BaseDirectory, "Python", "client.py"), stubs, $"127.0.0.1:{server.GrpcPort}"]);
        Assert.Contains("all well", await client.SuccessAsync(), StringComparison.Ordinal);
    }
}

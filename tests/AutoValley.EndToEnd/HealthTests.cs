using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;

namespace AutoValley.EndToEnd;

/// <summary>grpc.health.v1 of the server, asked by grpc-js with the contract of npm's grpc-health-check.</summary>
public sealed class HealthTests
{
    private const string Folder = "tests/AutoValley.Grpc.Server.Tests/Interop/node";

    [NodeFact(Folder)]
    public async Task Health_OfARunningServer_IsToldAndItsEndIsNoticed()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var client = HostedProcess.Start(
            "node",
            [
                Path.Combine(SharedData.RepositoryRoot, Folder, "health.js"), $"127.0.0.1:{server.GrpcPort}",
                "", "autovalley.v1.IngestService", "autovalley.v1.QueryService", "nobody",
            ]);
        await client.LineAsync("watch ''");
        await server.StopAsync();

        Assert.Equal(
            """
            check '' SERVING
            check 'autovalley.v1.IngestService' SERVING
            check 'autovalley.v1.QueryService' SERVING
            check 'nobody' NOT_FOUND
            watch 'nobody' SERVICE_UNKNOWN
            watch '' SERVING
            ended UNAVAILABLE
            """,
            (await client.SuccessAsync()).Trim());
    }
}

using System.Net.Sockets;
using System.Text;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.EndToEnd;

/// <summary>The agent with a configuration file, as a process.</summary>
public sealed class AgentRunTests
{
    [Fact]
    public async Task Run_JsonOfADevice_IsQueriedAndSigtermEndsWell()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var port = ServerUnderTest.FreePort();
        var file = Path.Combine(server.Folder, "agent.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "acme/bench", "server": "{{server.Mqtt}}", "spool": { "folder": "{{server.Folder}}/spool" },
              "sources": [ { "kind": "json", "listen": "127.0.0.1:{{port}}" } ]
            }
            """);
        await using var agent = HostedProcess.Product("AutoValley.Edge", "run", "--config", file, "--verbose");
        await agent.LineAsync("Connected to");
        using var device = new TcpClient();
        await device.ConnectAsync("127.0.0.1", port);
        for (var time = 1; time <= 1_000; time++)
            await device.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{{\"ts\": {time}, \"Vehicle.Speed\": {time}.5, \"Vehicle.IsMoving\": true}}\n"));

        await Eventually.IsTrueAsync(async () => await CountAsync(server) == 2_000);

        await agent.SignalAsync("TERM");
        await agent.SuccessAsync();
    }

    private static async Task<int> CountAsync(ServerUnderTest server)
    {
        try
        {
            var count = 0;
            using var call = server.Query.Read(new ReadRequest { Vehicle = "acme/bench", Span = new V1.TimeSpan { From = 0, To = long.MaxValue } });
            await foreach (var response in call.ResponseStream.ReadAllAsync())
                count += response.Times.Plain.Deltas.Count;
            return count;
        }
        catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
        {
            return 0;
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.EndToEnd;

/// <summary>What an agent, as a process, says of its clock.</summary>
public sealed class AgentClockTests
{
    [Fact]
    public async Task Run_ReceiverBehindTheSystemClock_IsInTheStatus()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var file = Path.Combine(server.Folder, "agent.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "acme/car", "server": "{{server.Mqtt}}", "spool": { "folder": "{{server.Folder}}/spool" },
              "sources": [ { "kind": "gnss", "connect": "{{receiver.LocalEndpoint}}" } ]
            }
            """);
        await using var agent = HostedProcess.Product("AutoValley.Edge", "run", "--config", file);
        using var connection = await receiver.AcceptTcpClientAsync().WaitAsync(Eventually.Limit);
        var sentences = connection.GetStream();

        // 5.5 s, as in the recording of car-obd-gnss-3BA199E2.
        var status = await Eventually.GetAsync(
            async () =>
            {
                await sentences.WriteAsync(Sentences(DateTime.UtcNow - System.TimeSpan.FromSeconds(5.5)));
                return await StatusAsync(server) is { Clock.HasOffsetNanos: true } told ? told : null;
            },
            () => "no offset");
        // A busy machine hears it late, never early.
        Assert.InRange(status.Clock.OffsetNanos, 5_500_000_000, 20_000_000_000);
        Assert.True(status.Clock.HasErrorNanos);
        Assert.Equal(["clock steps", "receiver and clock apart"], status.ClockCounts.Select(count => count.Name));
        await agent.SignalAsync("TERM");
        await agent.SuccessAsync();
    }

    private static async Task<AgentStatus?> StatusAsync(ServerUnderTest server)
    {
        try
        {
            return (await server.Agents.GetAgentAsync(new GetAgentRequest { Vehicle = "acme/car" })).Agent.Status;
        }
        catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private static byte[] Sentences(DateTime time)
    {
        var (day, clock) = (time.ToString("ddMMyy", CultureInfo.InvariantCulture), time.ToString("HHmmss.ff", CultureInfo.InvariantCulture));
        string[] bodies = [$"GPGGA,{clock},5746.624,N,01246.877,E,4,12,0.6,193.1,M,38.0,M,1.0,0001", $"GPRMC,{clock},A,5746.624,N,01246.877,E,10.0,90.0,{day},,,R"];
        return Encoding.ASCII.GetBytes(string.Concat(bodies.Select(body => $"${body}*{body.Aggregate(0, (sum, letter) => sum ^ letter):X2}\r\n")));
    }
}

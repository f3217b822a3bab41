using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using Grpc.Core;

namespace AutoValley.EndToEnd;

/// <summary>An agent with sources of several kinds, as a process, and what can be queried of them.</summary>
public sealed class NetworkSourceTests
{
    private const long WeekSeconds = 604_800;

    // tests/monr.cpp of RI-SE/iso22133, without its checksum, which 0 says.
    private static readonly byte[] Monitor = Convert.FromHexString(
        "7F7E280000000234120000785600000006008000240000A60969E803000030F8FFFFB80B0000F308000000006400C800E803D0070004016BEFBE0000");

    [ToolFact(BrokerUnderTest.Program, "mosquitto_pub")]
    public async Task Run_TargetsTopicsSimulatorAndReplay_AreOnOneTimeline()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var broker = await BrokerUnderTest.StartAsync();
        // What is retained, and says its time, comes whenever the agent subscribes.
        await PublishAsync(broker, "site/north/json", "{\"ts\": 1790000000, \"Wind\": 3.5}");
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "gnss.csv"), "t_s,lat_deg,lon_deg\n1790000000.5,49.6,-107.4\n1790000000.6,49.7,-107.4\n");
        var (port, file) = (FreeUdpPort(), Path.Combine(server.Folder, "agent.json"));
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "acme/ego", "server": "{{server.Mqtt}}", "spool": { "folder": "{{server.Folder}}/spool" },
              "sources": [
                { "kind": "monr", "listen": "127.0.0.1:{{port}}", "origin": { "latitude": 57.777, "longitude": 12.781 }, "targets": [ { "id": 4660, "name": "Dummy" } ] },
                { "kind": "mqtt", "broker": "{{broker.Address}}", "topics": [ { "filter": "site/+/json", "prefix": "Private.{1}." } ] },
                { "kind": "simulator", "circle": { "latitude": 57.777, "longitude": 12.781, "radius": 100 }, "signals": { "at100Hz": 1 }, "seconds": 10, "speed": "max" },
                { "kind": "replay", "gnss": [ "{{server.Folder}}/gnss.csv" ], "speed": "max" }
              ]
            }
            """);
        await using var agent = HostedProcess.Product("AutoValley.Edge", "run", "--config", file);
        var drive = await EventuallyAsync(server, drive => drive["Vehicle.Speed"].Count == 1_000 && drive["Private.north.Wind"].Count == 1 && drive["Vehicle.CurrentLocation.Latitude"].Count == 2);
        Assert.Equal((1_790_000_000_000_000_000, 3.5), drive["Private.north.Wind"].Single());
        Assert.Equal([49.6, 49.7], drive["Vehicle.CurrentLocation.Latitude"].Select(sample => sample.Value));

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using (var target = new UdpClient())
        {
            target.Connect(new IPEndPoint(IPAddress.Loopback, port));
            // A socket of loopback holds these; one in ten is not sent.
            for (var number = 0; number < 100; number++)
            {
                var packet = Monitor.ToArray();
                packet[15] = (byte)number;
                BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(22), (uint)(((now - 315_964_800 + 18) % WeekSeconds * 4_000) + (number * 40)));
                if (number % 10 != 5)
                    await target.SendAsync(packet);
            }
        }
        drive = await EventuallyAsync(server, drive => drive["MONR.Dummy.Position.X"].Count == 90);
        var seconds = drive["MONR.Dummy.Position.X"][^1].Time / 1_000_000_000;
        // The week may end between the two.
        Assert.InRange(Math.Abs(seconds - now), 0, 1);
        Assert.All(drive["MONR.Dummy.CurrentLocation.Latitude"], sample => Assert.Equal(57.77698, sample.Value, 0.00001));
        await agent.SignalAsync("TERM");
        await agent.SuccessAsync();
    }

    private static Task<StoredDrive> EventuallyAsync(ServerUnderTest server, Func<StoredDrive, bool> isThere)
    {
        StoredDrive? last = null;
        return Eventually.GetAsync(
            async () =>
            {
                try
                {
                    last = await StoredDrive.ReadAsync(server.Query, "acme/ego", new V1.TimeSpan { From = 0, To = long.MaxValue });
                }
                catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
                {
                    return null;
                }
                return isThere(last) ? last : null;
            },
            () => $"there is only {string.Join(", ", last?.Signals.Select(signal => $"{signal}: {last[signal].Count}") ?? [])}");
    }

    private static async Task PublishAsync(BrokerUnderTest broker, string topic, string payload)
    {
        await using var publisher = HostedProcess.Start("mosquitto_pub", ["-p", $"{broker.Port}", "-q", "1", "-r", "-t", topic, "-m", payload]);
        await publisher.SuccessAsync();
    }

    private static int FreeUdpPort()
    {
        using var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }
}

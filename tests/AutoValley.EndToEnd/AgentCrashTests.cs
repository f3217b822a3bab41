using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd;

/// <summary>
/// kill -9 of the agent at random moments of a drive, again and again: of each life the server has the samples from the first to some last one, each once,
/// whatever became of server and network meanwhile. The tail that was in memory alone dies with the agent, and the next one counts it; what was in the device's socket nobody took.
/// </summary>
/// <remarks>100 kills instead of 5 with the environment variable <c>AUTOVALLEY_LONG_TESTS=1</c>.</remarks>
public sealed partial class AgentCrashTests
{
    private const string Vehicle = "acme/crash";

    // Each life has times of its own, so that it is known which samples are whose.
    private const long LifeNanos = 1_000_000_000_000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("AUTOVALLEY_LONG_TESTS") == "1";
    private static readonly int Kills = IsLong ? 100 : 5;

    private readonly Random random = new(6);
    private readonly int port = ServerUnderTest.FreePort();

    [Fact]
    public async Task Kill_AgentAtRandom_EachLifeIsThereWithoutAHole()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (lives, died) = (new List<int>(), new List<long>());
        for (var life = 0; life < Kills; life++)
        {
            await using var agent = await StartAgentAsync(server, server.Mqtt);
            lives.Add(await DriveAsync(life));
            await agent.KillAsync();
            died.Add(DiedBefore(agent));
        }
        died.Add(await EndAsync(server, lives));
        Assert.Contains(died, samples => samples > 0);

        // Nothing came twice: batches were sent again, and known by their numbers.
        var stored = await StoredDrive.ReadAsync(server.Query, Vehicle, Always);
        // No more than was sent, of each life: the agent after it told what died.
        var there = stored["Vehicle.Speed"].ToLookup(sample => sample.Time / LifeNanos);
        for (var life = 0; life < lives.Count; life++)
            Assert.InRange(there[life].Count() + died[life + 1], 0, lives[life]);
        Assert.Equal((ulong)stored.Count, (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted);
    }

    [Fact]
    public async Task Kill_AgentAndServerAtRandomOverABrokenNetwork_EachLifeIsThereWithoutAHole()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=1s");
        await using var network = new BreakableProxy(server.MqttPort);
        var lives = new List<int>();
        for (var life = 0; life < Kills; life++)
        {
            await using var agent = await StartAgentAsync(server, $"127.0.0.1:{network.Port}");
            var driving = DriveAsync(life);
            if (life % 2 == 0)
            {
                await server.Process.KillAsync();
                await server.StartAgainAsync();
            }
            else
            {
                await network.BreakAsync();
            }
            lives.Add(await driving);
            await agent.KillAsync();
            if (life % 2 == 1)
                network.Mend();
        }
        await EndAsync(server, lives);
    }

    private static V1.TimeSpan Always => new() { From = 0, To = long.MaxValue };

    private static string SpoolOf(ServerUnderTest server) => Path.Combine(server.Folder, "spool");

    private async Task<HostedProcess> StartAgentAsync(ServerUnderTest server, string address)
    {
        var file = Path.Combine(server.Folder, "agent.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "vehicle": "{{Vehicle}}", "server": "{{address}}", "spool": { "folder": "{{SpoolOf(server)}}", "archiveMebibytes": 0 },
              "sources": [ { "kind": "json", "listen": "127.0.0.1:{{port}}" } ]
            }
            """);
        return HostedProcess.Product("AutoValley.Edge", "run", "--config", file, "--verbose");
    }

    /// <summary>A device counts as fast as the agent takes it, for a random time.</summary>
    /// <returns>How many samples it sent.</returns>
    private async Task<int> DriveAsync(int life)
    {
        using var device = await ConnectAsync();
        var (start, length) = (Stopwatch.GetTimestamp(), System.TimeSpan.FromMilliseconds(random.Next(100, 1500)));
        var count = 0;
        while (Stopwatch.GetElapsedTime(start) < length || count == 0)
        {
            var lines = new StringBuilder();
            for (var line = 0; line < 50; line++)
            {
                // Seconds; the sample's number is its value.
                var time = (decimal)((life * LifeNanos) + ++count) / 1_000_000_000m;
                lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"ts\": {time}, \"Vehicle.Speed\": {count}}}\n");
            }
            await device.GetStream().WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()));
            // A device's pace, and no wait for anything: what is asserted holds at any.
            await Task.Delay(10);
        }
        return count;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        TcpClient? connected = null;
        await Eventually.IsTrueAsync(async () =>
        {
            connected = new TcpClient();
            try
            {
                await connected.ConnectAsync("127.0.0.1", port);
                return true;
            }
            catch (SocketException)
            {
                connected.Dispose();
                return false;
            }
        });
        return connected!;
    }

    /// <summary>Samples that the agent says died in the memory of the one before it.</summary>
    private static long DiedBefore(HostedProcess agent) => Died().Match(agent.Output) is { Success: true } told
        ? long.Parse(told.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    [GeneratedRegex("([0-9]+) samples died in the memory")]
    private static partial Regex Died();

    /// <summary>One more life brings what is left in the spool; then all lives are looked at.</summary>
    /// <returns>Samples that died with the last one.</returns>
    private async Task<long> EndAsync(ServerUnderTest server, List<int> lives)
    {
        long died;
        await using (var agent = await StartAgentAsync(server, server.Mqtt))
        {
            await agent.LineAsync("Connected to");
            await Eventually.IsTrueAsync(() => Directory.GetFiles(SpoolOf(server), "*.spool").Length == 0, () => $"not all is durable:\n{agent.Output}");
            await agent.SignalAsync("TERM");
            Assert.DoesNotContain("dropped", await agent.SuccessAsync(), StringComparison.Ordinal);
            died = DiedBefore(agent);
        }
        var samples = (await StoredDrive.ReadAsync(server.Query, Vehicle, Always))["Vehicle.Speed"].ToLookup(sample => sample.Time / LifeNanos);
        for (var life = 0; life < lives.Count; life++)
        {
            var numbers = samples[life].Select(sample => sample.Value).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (double)number), numbers);
            Assert.InRange(numbers.Count, 0, lives[life]);
        }
        // The tails are short: most of what was sent is there.
        Assert.InRange(samples.Sum(life => life.Count()), lives.Sum() / 3, lives.Sum());
        foreach (var session in (await server.Fleet.ListVehiclesAsync(new ListVehiclesRequest())).Vehicles.Single(one => one.Name == Vehicle).Sessions)
            Assert.InRange(session.Durable.Count, 0, 1);
        return died;
    }
}

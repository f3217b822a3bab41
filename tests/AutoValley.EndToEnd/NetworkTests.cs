using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd;

/// <summary>A real drive over a real link that is slow, loses packets, and is cut again and again: afterwards every sample is there.</summary>
public sealed class NetworkTests
{
    private const int Cuts = 3;

    [NamespaceDriveFact]
    public async Task Replay_OverABadLinkThatIsCut_NothingLostNothingTwice()
    {
        using var network = new NetworkNamespace();
        var how = network.Worsen();
        await using var server = await ServerUnderTest.StartAsync();
        await using var relay = new BreakableProxy(server.MqttPort, System.Net.IPAddress.Parse(NetworkNamespace.Address));
        await using var agent = HostedProcess.Product(
            "AutoValley.Edge", network.Prefix, Rav4.Replay($"{NetworkNamespace.Address}:{relay.Port}", Path.Combine(server.Folder, "spool"), "4"));
        for (var cut = 1; cut <= Cuts; cut++)
        {
            var samples = (ulong)(cut * 40_000);
            await Eventually.IsTrueAsync(
                async () => (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted >= samples,
                () => $"fewer than {samples} samples over {how}:\n{agent.Output}");
            network.Cut();
            await Task.Delay(System.TimeSpan.FromSeconds(2 * cut));
            network.Mend();
        }

        var report = await agent.SuccessAsync(3 * Eventually.Limit);
        Assert.Contains("missing: 0", report, StringComparison.Ordinal);
        Assert.True(network.Lost() > 0, $"{how} lost no packet");
        Rav4Facts.AssertAll(await StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span));
    }
}

using System.Diagnostics;
using System.Text;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Peers;

/// <summary>Mosquitto's clients, which nobody here wrote, against this endpoint.</summary>
public sealed class MosquittoClientTests
{
    private const string Pub = "mosquitto_pub", Sub = "mosquitto_sub";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Versions = ["mqttv311", "mqttv5"];

    [ToolFact(Pub, Sub)]
    public async Task Publish_EveryQosAndVersion_ArrivesInOrder()
    {
        const int Count = 500;
        await using var endpoint = await TestEndpoint.StartAsync();
        var lines = string.Join('\n', Enumerable.Range(0, Count)) + "\n";
        foreach (var version in Versions)
        {
            for (var qos = 0; qos <= 2; qos++)
            {
                var topic = $"a/{version}/{qos}";
                using var subscriber = Start(endpoint, Sub, "-V", version, "-t", topic, "-q", $"{qos}", "-C", $"{Count}");
                await SubscribedAsync(endpoint, topic);
                await RunAsync(endpoint, lines, Pub, "-V", version, "-t", topic, "-q", $"{qos}", "-l");
                Assert.Equal(lines, await EndAsync(subscriber));
            }
        }
    }

    [ToolFact(Pub, Sub)]
    public async Task Subscribe_RetainedAndWildcard_GetsLastValues()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        foreach (var vehicle in new[] { "v1", "v2" })
            await RunAsync(endpoint, "", Pub, "-V", "mqttv5", "-t", $"av/v1/o/{vehicle}/status", "-r", "-q", "1", "-m", "online");
        foreach (var version in Versions)
        {
            var text = await RunAsync(endpoint, "", Sub, "-V", version, "-t", "av/v1/+/+/status", "-C", "2", "-F", "%t %r %p");
            Assert.Equal(["av/v1/o/v1/status 1 online", "av/v1/o/v2/status 1 online"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        }
    }

    [ToolFact(Pub, Sub)]
    public async Task Publish_Properties_ArriveUnchanged()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        using var subscriber = Start(endpoint, Sub, "-V", "mqttv5", "-t", "p", "-C", "1", "-F", "%C|%R|%D|%P|%E|%p");
        await SubscribedAsync(endpoint, "p");
        await RunAsync(
            endpoint, "", Pub, "-V", "mqttv5", "-t", "p", "-m", "x", "-D", "publish", "content-type", "text/plain", "-D", "publish", "response-topic", "r",
            "-D", "publish", "correlation-data", "c", "-D", "publish", "user-property", "k", "v", "-D", "publish", "message-expiry-interval", "1000");
        var fields = (await EndAsync(subscriber)).Trim().Split('|');
        Assert.Equal(("text/plain", "r", "c", "k:v", "x"), (fields[0], fields[1], fields[2], fields[3], fields[5]));
        Assert.InRange(int.Parse(fields[4], System.Globalization.CultureInfo.InvariantCulture), 900, 1000);
    }

    [ToolFact(Sub)]
    public async Task Will_SubscriberKilled_IsHandedToTheApplication()
    {
        var handler = new RecordingHandler();
        await using var endpoint = await TestEndpoint.StartAsync(handler);
        foreach (var version in Versions)
        {
            using var doomed = Start(endpoint, Sub, "-V", version, "-i", "doomed", "-t", "x", "--will-topic", "status", "--will-payload", "offline", "--will-qos", "1");
            Assert.Equal("connect doomed", await handler.NextAsync());
            await SubscribedAsync(endpoint, "x");
            doomed.Kill();
            Assert.Equal("publish doomed status offline", await handler.NextAsync());
            Assert.StartsWith("disconnected doomed", await handler.NextAsync(), StringComparison.Ordinal);
        }
    }

    [ToolFact(Pub, Sub)]
    public async Task Session_Kept_DeliversWhatCameMeanwhile()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        foreach (var version in Versions)
        {
            string[] subscribe = [Sub, "-V", version, "-c", "-i", version, "-t", version, "-q", "1"];
            await RunAsync(endpoint, "", [.. subscribe, "-E"]);
            await RunAsync(endpoint, "1\n2\n3\n", Pub, "-t", version, "-q", "1", "-l");
            Assert.Equal("1\n2\n3\n", await RunAsync(endpoint, "", [.. subscribe, "-C", "3"]));
        }
    }

    [ToolFact(Pub, Sub)]
    public async Task Subscribe_Shared_EachPublishGoesToOneMember()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        string[] subscribe = ["-V", "mqttv5", "-t", "$share/group/jobs", "-q", "1", "-C", "10"];
        using var first = Start(endpoint, Sub, subscribe);
        using var second = Start(endpoint, Sub, subscribe);
        await Eventually.IsTrueAsync(() => endpoint.Server.Sessions.SubscriptionCount == 2);
        await RunAsync(endpoint, string.Join('\n', Enumerable.Range(0, 20)) + "\n", Pub, "-V", "mqttv5", "-t", "jobs", "-q", "1", "-l");
        var lines = (await EndAsync(first) + await EndAsync(second)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}").Order(), lines.Order());
    }

    [ToolFact(Pub, Sub)]
    public async Task Tls_BothVersions_ArrivesInOrder()
    {
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, TestEndpoint.Certificate.ExportCertificatePem());
        await using var endpoint = await TestEndpoint.StartAsync();
        foreach (var version in Versions)
        {
            string[] tls = ["-V", version, "-h", "localhost", "-p", $"{endpoint.TlsPort}", "--cafile", authority, "-t", version, "-q", "2"];
            using var subscriber = Start(endpoint, Sub, [.. tls, "-C", "3"]);
            await SubscribedAsync(endpoint, version);
            await RunAsync(endpoint, "1\n2\n3\n", [Pub, .. tls, "-l"]);
            Assert.Equal("1\n2\n3\n", await EndAsync(subscriber));
        }
        File.Delete(authority);
    }

    [ToolFact(Pub)]
    public async Task Publish_Refused_SaysNotAuthorized()
    {
        var handler = new RecordingHandler();
        handler.Answers["t"] = _ => new(MqttReasonCode.NotAuthorized);
        await using var endpoint = await TestEndpoint.StartAsync(handler);
        using var process = Start(endpoint, Pub, "-V", "mqttv5", "-t", "t", "-q", "1", "-m", "x");
        using var timeout = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(timeout.Token);
        Assert.Contains("Not authorized", await process.StandardError.ReadToEndAsync(timeout.Token), StringComparison.OrdinalIgnoreCase);
    }

    private static Process Start(TestEndpoint endpoint, string program, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, ["-h", "127.0.0.1", "-p", $"{endpoint.Port}", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

    private static async Task<string> RunAsync(TestEndpoint endpoint, string input, params string[] command)
    {
        using var process = Start(endpoint, command[0], command[1..]);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    private static async Task<string> EndAsync(Process process)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync(timeout.Token));
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Task SubscribedAsync(TestEndpoint endpoint, string topic) =>
        Eventually.IsTrueAsync(() => !endpoint.Server.Subscriptions.Match(topic).IsEmpty);
}

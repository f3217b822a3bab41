using System.Net;
using System.Net.Sockets;
using AutoValley.EndToEnd.Harness;

namespace AutoValley.EndToEnd;

/// <summary>The first of README's two commands.</summary>
public sealed class DemoTests
{
    private static readonly string[] FreePorts = ["--http", "0", "--grpc", "0", "--mqtt", "0"];

    [Fact]
    public async Task Demo_ForSomeSeconds_EndsWithNothingMissing()
    {
        await using var demo = HostedProcess.Product("AutoValley.Server", ["demo", "--seconds", "5", .. FreePorts]);
        var output = await demo.SuccessAsync();
        Assert.Contains("mqtt 127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("alpha/shuttle-1", output, StringComparison.Ordinal);
        var sum = Assert.Single(output.Split('\n'), line => line.StartsWith("all ", StringComparison.Ordinal));
        Assert.EndsWith("missing 0", sum, StringComparison.Ordinal);
        Assert.DoesNotContain("published          0", sum, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_Interrupted_EndsCleanly()
    {
        await using var demo = HostedProcess.Product("AutoValley.Server", ["demo", .. FreePorts]);
        await demo.LineAsync("charlie/sedan-2");
        await demo.SignalAsync("INT");
        Assert.Contains("missing 0", await demo.SuccessAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_PortInUse_SaysSoInOneLineAndEndsWith2()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var demo = HostedProcess.Product("AutoValley.Server", ["demo", "--http", "0", "--grpc", "0", "--mqtt", $"{port}"]);
        Assert.Equal(2, await demo.ExitCodeAsync());
        Assert.Contains($"127.0.0.1:{port}", Assert.Single(demo.Output.Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("--seconds", "soon")]
    [InlineData("--seconds", "-1")]
    [InlineData("--mqtt", "nowhere")]
    [InlineData("--mqtt", "0.0.0.0:1883")]
    [InlineData("--set", "Store:SealAge=yesterday")]
    [InlineData("--set", "Store:SealAgee=1s")]
    [InlineData("--set", "Stor:SealAge=1s")]
    public async Task Demo_BadOption_SaysSoInOneLineAndEndsWith2(params string[] options)
    {
        await using var demo = HostedProcess.Product("AutoValley.Server", ["demo", .. options]);
        Assert.Equal(2, await demo.ExitCodeAsync());
        Assert.Single(demo.Output.Split('\n'));
    }
}

using System.Net;
using System.Net.Sockets;
using AutoValley.Edge.Commands;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Commands;

/// <summary>The doctor where something is wrong; against a server: AutoValley.EndToEnd.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CommandRun run = new();

    private string Spool => Path.Combine(folder.Path, "spool");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Doctor_ConfigurationIsWrong_TellsEachErrorAndNothingElse()
    {
        Assert.Equal(ExitCode.Failed, await DoctorAsync("{ \"vehicle\": \"car\", \"colour\": 1 }"));
        Assert.Equal(4, run.Output.Length);
        Assert.All(run.Output, line => Assert.StartsWith("FAILED  configuration", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_ServerIsAway_TellsItAndTheRest()
    {
        Assert.Equal(ExitCode.Failed, await DoctorAsync(Configuration("""{ "kind": "json", "listen": "127.0.0.1:0" }""")));

        Assert.Contains(run.Output, line => line.StartsWith("ok      configuration", StringComparison.Ordinal) && line.Contains("acme/car1, 1 sources", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line[8..].StartsWith("spool", StringComparison.Ordinal) && line.Contains("MiB free", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line.StartsWith("warning source         json 127.0.0.1:0: 0 samples", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line.StartsWith("FAILED  server         127.0.0.1:1: ", StringComparison.Ordinal) && line.Contains(" -> check that the server runs", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Output, line => line.Contains("round trip", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(Spool, "*.probe"));
    }

    [Fact]
    public async Task Doctor_SourceFails_TellsWhy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await DoctorAsync(Configuration($$"""{ "kind": "json", "listen": "{{taken.LocalEndpoint}}" }"""));

        Assert.Contains(run.Output, line => line.StartsWith("FAILED  source         json 127.0.0.1", StringComparison.Ordinal) && line.Contains("cannot listen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_SimulatorGivesSamples_IsFine()
    {
        await DoctorAsync(Configuration("""{ "kind": "simulator", "circle": { "latitude": 42.3, "longitude": -83.7, "radius": 100 } }"""), seconds: "3");

        Assert.Contains(run.Output, line => line.StartsWith("ok      source", StringComparison.Ordinal) && !line.Contains(": 0 samples", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_AgentRuns_LeavesItsSourcesAlone()
    {
        await using var agent = new Agent(new AgentOptions { Vehicle = new VehicleName("acme", "car1"), SpoolFolder = Spool }, [], TimeProvider.System, NullLoggerFactory.Instance);
        await DoctorAsync(Configuration("""{ "kind": "json", "listen": "127.0.0.1:0" }"""));

        Assert.Contains(run.Output, line => line.Contains("in use by a running agent", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line.StartsWith("ok      sources", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_SpoolIsAFile_TellsWhatToDo()
    {
        await File.WriteAllTextAsync(Spool, "");
        await DoctorAsync(Configuration("""{ "kind": "json", "listen": "127.0.0.1:0" }"""));

        Assert.Contains(run.Output, line => line.StartsWith("FAILED  spool", StringComparison.Ordinal) && line.Contains(" -> ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_ServerDoesNotAnswer_GivesUpInTime()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await DoctorAsync(Configuration("""{ "kind": "json", "listen": "127.0.0.1:0" }""", $"{mute.LocalEndpoint}"));

        Assert.Contains(run.Output, line => line.StartsWith("FAILED  server", StringComparison.Ordinal) && line.Contains("does not answer within", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_SecondsOutOfRange_IsWrongUse() =>
        Assert.Equal(ExitCode.WrongUse, await run.RunAsync(["doctor", "--config", "x", "--seconds", "0"]));

    private string Configuration(string source, string server = "127.0.0.1:1") =>
        $$"""{ "vehicle": "acme/car1", "server": "{{server}}", "spool": { "folder": "{{Spool}}" }, "sources": [ {{source}} ] }""";

    private async Task<int> DoctorAsync(string text, string seconds = "0.3")
    {
        var file = Path.Combine(folder.Path, "agent.json");
        await File.WriteAllTextAsync(file, text);
        return await run.RunAsync(["doctor", "--config", file, "--seconds", seconds]);
    }
}

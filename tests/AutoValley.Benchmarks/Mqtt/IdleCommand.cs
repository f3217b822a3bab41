using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary><c>mqtt-idle</c>: what a connection costs that says nothing.</summary>
internal static class IdleCommand
{
    public static Command Create()
    {
        var peers = new Option<string>("--peers")
        {
            Description = $"who is measured (default: {string.Join(',', Broker.Names)})", DefaultValueFactory = _ => string.Join(',', Broker.Names),
        };
        var connections = new Option<int>("--connections") { Description = "how many, to each (default: 10000)", DefaultValueFactory = _ => 10_000 };
        var markdown = new Option<string?>("--markdown") { Description = "also writes the table to this file" };
        var command = new Command("mqtt-idle", "Memory of an idle connection: the MQTT endpoint beside Mosquitto and aedes.") { peers, connections, markdown };
        command.SetAction((parsed, cancellation) =>
        {
            var benchmark = new IdleBenchmark(parsed.GetValue(peers)!.Split(','), parsed.GetValue(connections));
            return Reported.RunAsync(parsed, parsed.GetValue(markdown), benchmark.RunAsync, cancellation);
        });
        return command;
    }
}

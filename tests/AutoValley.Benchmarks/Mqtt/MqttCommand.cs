using System.CommandLine;
using System.Globalization;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary><c>mqtt</c>: what a publish costs the endpoint and foreign brokers.</summary>
internal static class MqttCommand
{
    public static Command Create()
    {
        var peers = List("--peers", "autovalley,mosquitto,aedes", "who is measured");
        var qos = List("--qos", "0,1", "qualities of service");
        var windows = List("--windows", "1,20,100", "publishes of one publisher under way");
        var clients = List("--clients", "1,10,100,1000", "publishers");
        var idle = List("--idle", "0,10000", "connections beside that say nothing");
        var rounds = new Option<int>("--rounds") { Description = "times that all is measured, of which the medians are told (default: 3)", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "that a load is measured (default: 1)", DefaultValueFactory = _ => 1 };
        var markdown = new Option<string?>("--markdown") { Description = "also writes the table to this file" };
        var command = new Command("mqtt", "The MQTT endpoint beside Mosquitto and aedes: publishes/s, CPU of each, latency.") { peers, qos, windows, clients, idle, rounds, seconds, markdown };
        command.SetAction((parsed, cancellation) =>
        {
            int[] Numbers(Option<string> option) => [.. parsed.GetValue(option)!.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
            var cases = from quiet in Numbers(idle)
                        from count in Numbers(clients)
                        from quality in Numbers(qos)
                        from window in Numbers(windows)
                        select new LoadCase(quality, window, count, quiet);
            var benchmark = new MqttBenchmark(parsed.GetValue(peers)!.Split(','), [.. cases], parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            return Reported.RunAsync(parsed, parsed.GetValue(markdown), benchmark.RunAsync, cancellation);
        });
        return command;
    }

    private static Option<string> List(string name, string standard, string what) =>
        new(name) { Description = $"{what} (default: {standard})", DefaultValueFactory = _ => standard };
}

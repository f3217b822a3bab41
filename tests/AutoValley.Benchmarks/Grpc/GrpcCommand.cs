using System.CommandLine;
using System.Globalization;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Grpc;

/// <summary><c>grpc</c>: what a message costs our gRPC server and a foreign one.</summary>
internal static class GrpcCommand
{
    private const int LargestToMany = 64 << 10;

    public static Command Create()
    {
        var peers = List("--peers", "autovalley,grpc-js,grpc-js-both", "who is measured: two servers with our client, and one with its own");
        var sizes = List("--sizes", "64,1024,65536,262144,1048576", "bytes of a payload");
        var streams = List("--streams", "1,1000", "subscribers (1,000 of 64 KiB at most)");
        var calls = List("--calls", "1,100", "unary calls under way");
        var delays = List("--delays", "0,50", "milliseconds that the link takes there and back");
        var rounds = new Option<int>("--rounds") { Description = "times that all is measured, of which the medians are told (default: 5)", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "that a load is measured (default: 1)", DefaultValueFactory = _ => 1 };
        var markdown = new Option<string?>("--markdown") { Description = "also writes the table to this file" };
        var command = new Command("grpc", "Our gRPC server beside @grpc/grpc-js: messages/s, MB/s, CPU of each, latency.") { peers, sizes, streams, calls, delays, rounds, seconds, markdown };
        command.SetAction((parsed, cancellation) =>
        {
            int[] Numbers(Option<string> option) =>
                [.. parsed.GetValue(option)!.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
            var kinds = Numbers(streams).Select(count => (true, count)).Concat(Numbers(calls).Select(count => (false, count)));
            var loads = from delay in Numbers(delays)
                        from kind in kinds
                        from size in Numbers(sizes)
                        where kind.count <= 100 || size <= LargestToMany
                        select new GrpcLoad(kind.Item1, size, kind.count, TimeSpan.FromMilliseconds(delay));
            var benchmark = new GrpcBenchmark(parsed.GetValue(peers)!.Split(','), [.. loads], parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            return Reported.RunAsync(parsed, parsed.GetValue(markdown), benchmark.RunAsync, cancellation);
        });
        return command;
    }

    private static Option<string> List(string name, string standard, string what) =>
        new(name) { Description = $"{what} (default: {standard})", DefaultValueFactory = _ => standard };
}

using System.CommandLine;

namespace AutoValley.Benchmarks.Encode;

/// <summary><c>encode</c>: what writing columns costs, and how small they get.</summary>
internal static class EncodeCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "folder of recordings (default: ../shared/data)", DefaultValueFactory = _ => "../shared/data" };
        var sizes = new Option<bool>("--sizes") { Description = "bytes alone, nothing timed" };
        var command = new Command("encode", "Columns of typical shapes and of recordings: nanoseconds a column, values/s on one thread, bytes a value beside entropy.")
        {
            data, sizes,
        };
        command.SetAction((parsed, cancellation) => parsed.GetValue(sizes)
            ? EncodeBenchmark.RunSizesAsync(parsed.GetValue(data)!, Console.Out, cancellation)
            : EncodeBenchmark.RunAsync(parsed.GetValue(data)!, Console.Out, cancellation));
        return command;
    }
}

using System.CommandLine;

namespace AutoValley.Benchmarks.Fuzz;

/// <summary><c>fuzz</c>: broken inputs for every reader of bytes from outside.</summary>
internal static class FuzzCommand
{
    public static Command Create()
    {
        var inputs = new Option<long>("--inputs") { Description = "how many (default: 10,000,000)", DefaultValueFactory = _ => 10_000_000 };
        var seed = new Option<ulong>("--seed") { Description = "of all inputs (default: 1)", DefaultValueFactory = _ => 1 };
        var input = new Option<long?>("--input") { Description = "replay this one input of the seed alone" };
        var what = new Option<string>("--what") { Description = "whose readers: telemetry or mqtt (default: telemetry)", DefaultValueFactory = _ => FuzzPlan.Telemetry };
        what.AcceptOnlyFromAmong(FuzzPlan.Telemetry, FuzzPlan.Mqtt);
        var command = new Command("fuzz", "Columns, kernels, batches, catalogues and watermarks, or MQTT packets, mutated; ends with 1 and the failing input when one does not end as it should.")
        {
            inputs, seed, input, what,
        };
        command.SetAction((parsed, cancellation) => FuzzRun.RunAsync(
            new FuzzPlan(parsed.GetValue(seed), parsed.GetValue(input) ?? 0, parsed.GetValue(input) is null ? parsed.GetValue(inputs) : 1, parsed.GetValue(what)!), Console.Out, cancellation));
        return command;
    }
}

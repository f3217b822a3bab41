using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AutoValley.Server.Commands;
using AutoValley.Server.Configuration;
using Spectre.Console;

namespace AutoValley.Server.Demo;

/// <summary><c>demo</c>: server and simulated vehicles in one process.</summary>
internal static class DemoCommandLine
{
    /// <param name="output">For lines.</param>
    /// <param name="console">For the table.</param>
    public static Command Create(TextWriter output, IAnsiConsole console)
    {
        var seed = new Option<long>("--seed") { Description = "the same seed drives the same way (default: 1)", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double?>("--seconds")
        {
            Description = "end by itself after so many seconds (default: run until Ctrl-C)", CustomParser = ReadSeconds,
        };
        var command = new Command("demo", "Server and six simulated vehicles on a made-up test ground; ends with a count of what is missing.");
        var settings = new SettingOptions(command);
        command.Options.Add(seed);
        command.Options.Add(seconds);
        command.SetAction(async (parsed, cancellation) =>
        {
            var configuration = settings.ToConfiguration(parsed);
            var options = ServerOptionsReader.Read(configuration);
            using var stop = new StopSignal(cancellation);
            var demo = new DemoOptions
            {
                Console = console,
                Seed = parsed.GetValue(seed),
                Duration = parsed.GetValue(seconds) is { } length ? System.TimeSpan.FromSeconds(length) : null,
                KeepData = configuration["Data"] is not null,
            };
            return await DemoRun.RunAsync(options, demo, output, stop.Token);
        });
        return command;
    }

    private static double? ReadSeconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 1e6)
            return seconds;
        result.AddError($"--seconds is a number above 0, at most 1000000; it is '{text}'");
        return null;
    }
}

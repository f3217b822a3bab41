using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Page;

/// <summary><c>page</c>: what the Site screen costs a browser while many vehicles move.</summary>
internal static class PageCommand
{
    public static Command Create()
    {
        var vehicles = new Option<int>("--vehicles") { Description = "each with 10 batches/s (default: 400)", DefaultValueFactory = _ => 400 };
        var rounds = new Option<int>("--rounds") { Description = "times that it is measured (default: 5)", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "that a round takes (default: 10)", DefaultValueFactory = _ => 10 };
        var browser = new Option<string>("--browser") { Description = "program (default: /usr/bin/chromium)", DefaultValueFactory = _ => "/usr/bin/chromium" };
        var markdown = new Option<string?>("--markdown") { Description = "writes the table to this file as well" };
        var command = new Command("page", "Frames and processor time of the Site screen in headless Chromium with WebGL in software.") { vehicles, rounds, seconds, browser, markdown };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown),
            (report, stop) => new PageBenchmark(parsed.GetValue(vehicles), parsed.GetValue(browser)!, report)
                .RunAsync(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop),
            cancellation));
        return command;
    }
}

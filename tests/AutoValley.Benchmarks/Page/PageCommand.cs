using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Page;

/// <summary><c>page</c>: what the page costs a browser, and how long it lets a person wait.</summary>
internal static class PageCommand
{
    public static Command Create()
    {
        var what = new Option<string>("--what") { Description = $"some of {string.Join(",", PageBenchmark.Parts)} (default: all)", DefaultValueFactory = _ => "all" };
        var vehicles = new Option<int>("--vehicles") { Description = "on Site, each with 10 batches/s (default: 400)", DefaultValueFactory = _ => 400 };
        var rounds = new Option<int>("--rounds") { Description = "times that frames are measured (default: 5)", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "that such a round takes (default: 10)", DefaultValueFactory = _ => 10 };
        var views = new Option<int>("--views") { Description = "first views (default: 9)", DefaultValueFactory = _ => 9 };
        var browser = new Option<string>("--browser") { Description = "program (default: /usr/bin/chromium)", DefaultValueFactory = _ => "/usr/bin/chromium" };
        var markdown = new Option<string?>("--markdown") { Description = "writes the tables to this file as well" };
        var command = new Command(
            "page", "The page in headless Chromium with WebGL in software: frames and processor time of Site, its first view, and zooms of a day at 100 Hz in History.")
        {
            what, vehicles, rounds, seconds, views, browser, markdown,
        };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown),
            (report, stop) => new PageBenchmark(ToWorkload(parsed), parsed.GetValue(browser)!, report).RunAsync(NameList.Parse(parsed.GetValue(what)!, "part", PageBenchmark.Parts), stop),
            cancellation));
        return command;

        PageWorkload ToWorkload(ParseResult parsed) =>
            new(parsed.GetValue(vehicles), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(views));
    }
}

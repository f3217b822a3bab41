using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;

namespace AutoValley.Cli.Commands;

/// <summary><c>latest</c>: the newest sample of each signal.</summary>
internal sealed class LatestCommand : RemoteCommand
{
    // The limit of one call, by fleet.proto.
    private const int NamesACall = 10_000;

    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<string[]> signals = CommonOptions.Signals("These alone");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public LatestCommand(Host host, GlobalOptions global)
        : base("latest", "The newest sample of each signal, by the vehicle's time, with its age by the server's clock.", host, global)
    {
        Add(vehicle);
        Add(signals);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var name = parsed.GetRequiredValue(vehicle);
        var chosen = await SignalNames.SelectAsync(server, name, parsed.GetRequiredValue(signals));
        var units = chosen.DistinctBy(signal => signal.Name).ToDictionary(signal => signal.Name, signal => signal.Unit, StringComparer.Ordinal);
        var rows = Rows.To(Host, parsed.GetValue(format), "signal", "value", "unit", "time", "age_s");
        foreach (var names in units.Keys.Chunk(NamesACall))
        {
            await foreach (var sample in Listing.Latest(server, name, names))
            {
                // By the server's clock, to the millisecond: the two clocks are no closer.
                var age = Math.Round(sample.AgeNanos / 1e9, 3);
                rows.Write(sample.Signal, Cell.Of(sample.Value), units.GetValueOrDefault(sample.Signal), Cell.Time(sample.Time), age);
            }
        }
        rows.End();
    }
}

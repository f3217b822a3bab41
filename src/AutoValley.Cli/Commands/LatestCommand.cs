using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>latest</c>: the newest sample of each signal.</summary>
internal sealed class LatestCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<string[]> signals = CommonOptions.Signals("These alone");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public LatestCommand(Host host, GlobalOptions global)
        : base("latest", "The newest sample of each signal, by the vehicle's time.", host, global)
    {
        Add(vehicle);
        Add(signals);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var name = parsed.GetRequiredValue(vehicle);
        var chosen = await SignalNames.SelectAsync(server, name, parsed.GetRequiredValue(signals));
        var request = new GetLatestRequest { Vehicle = name, Signals = { chosen.Select(signal => signal.Name) } };
        var answer = await server.Fleet.GetLatestAsync(request, server.Unary);
        var units = chosen.ToDictionary(signal => signal.Name, signal => signal.Unit, StringComparer.Ordinal);
        var now = CommonOptions.Now(Host.Clock);
        var rows = Rows.To(Host, parsed.GetValue(format), "signal", "value", "unit", "time", "age_s");
        foreach (var sample in answer.Samples)
        {
            // To the millisecond: the two clocks are no closer.
            var age = Math.Round((now - sample.Time) / 1e9, 3);
            rows.Write(sample.Signal, Cell.Of(sample.Value), units.GetValueOrDefault(sample.Signal), Cell.Time(sample.Time), age);
        }
        rows.End();
    }
}

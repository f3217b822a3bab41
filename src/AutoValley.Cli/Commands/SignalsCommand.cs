using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>signals</c>: what a vehicle can say.</summary>
internal sealed class SignalsCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<string[]> signals = CommonOptions.Signals("These alone");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SignalsCommand(Host host, GlobalOptions global)
        : base("signals", "The signals of a vehicle, over all its sessions.", host, global)
    {
        Add(vehicle);
        Add(signals);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var chosen = await SignalNames.SelectAsync(server, parsed.GetRequiredValue(vehicle), parsed.GetRequiredValue(signals));
        var rows = Rows.To(Host, parsed.GetValue(format), "signal", "type", "unit", "description");
        foreach (var signal in chosen)
            rows.Write(signal.Name, TypeOf(signal.Type), signal.Unit, signal.Description);
        rows.End();
    }

    private static string TypeOf(SignalType type) => type switch
    {
        SignalType.Double => "double",
        SignalType.Integer => "integer",
        SignalType.Boolean => "boolean",
        SignalType.Text => "text",
        _ => "unknown",
    };
}

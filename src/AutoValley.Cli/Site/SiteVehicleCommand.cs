using System.CommandLine;
using System.Globalization;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site vehicle</c>: says what a vehicle is.</summary>
internal sealed class SiteVehicleCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<string> kind = new("--kind") { Description = "As zones name it among the vehicles that may be in them", HelpName = "word", DefaultValueFactory = _ => "" };
    private readonly Option<string> shape = new("--shape")
    {
        Description = "LENGTHxWIDTH+AHEAD in metres, AHEAD from the point that positions are of to the front bumper [5x2+2.5]",
        HelpName = "LxW+A",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string> person;
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteVehicleCommand(Host host, GlobalOptions global)
        : base("vehicle", "Says what a vehicle is: its kind, and the ground that it covers.", host, global)
    {
        person = SiteArguments.Person(host);
        foreach (var option in new Option[] { vehicle, kind, shape, person, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var said = new SiteVehicle { Vehicle = parsed.GetRequiredValue(vehicle), Kind = parsed.GetRequiredValue(kind) };
        Read(parsed.GetRequiredValue(shape), said);
        var answer = await server.Site.SetVehicleAsync(new SetVehicleRequest { Vehicle = said, Person = parsed.GetRequiredValue(person) }, server.Unary);
        Rows.WriteRecord(
            Host, parsed.GetValue(format),
            [("vehicle", answer.Vehicle.Vehicle), ("kind", answer.Vehicle.Kind), ("length_m", answer.Vehicle.Length), ("width_m", answer.Vehicle.Width), ("ahead_m", answer.Vehicle.Ahead)]);
    }

    private static void Read(string text, SiteVehicle said)
    {
        if (text.Length == 0)
            return;
        var parts = text.Split('x', '+');
        var numbers = parts.Select(part => double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        if (numbers.Length != 3 || numbers.Any(double.IsNaN))
            throw CommandException.WrongUse($"--shape: '{text}' is no shape; write LENGTHxWIDTH+AHEAD, as 4.8x1.9+3.7");
        (said.Length, said.Width, said.Ahead) = (numbers[0], numbers[1], numbers[2]);
    }
}

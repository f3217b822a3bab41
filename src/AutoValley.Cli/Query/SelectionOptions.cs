using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Time;

namespace AutoValley.Cli.Query;

/// <summary>The options that say which samples: vehicles, signals, and a span or a run.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> vehicles = CommonOptions.VehiclesOrNone("Of these; with --run all of the run's when left out");
    private readonly Option<string[]> signals = CommonOptions.Signals("These alone [all]");
    private readonly Option<long?> from;
    private readonly Option<long?> to;
    private readonly Option<string> run = new("--run") { Description = "The span and the vehicles of this run", HelpName = "name" };
    private readonly TimeProvider clock;

    public SelectionOptions(Command command, TimeProvider clock)
    {
        this.clock = clock;
        from = CommonOptions.Instant("--from", $"First instant: {InstantText.Forms}", clock);
        to = CommonOptions.Instant("--to", "Instant after the last [now]", clock);
        foreach (var option in new Option[] { vehicles, signals, from, to, run })
            command.Add(option);
    }

    /// <summary>What was selected.</summary>
    /// <exception cref="CommandException">It names no time or no vehicle, or two times.</exception>
    public Selection Of(ParseResult parsed, bool numbersOnly)
    {
        var (name, start) = (parsed.GetValue(run), parsed.GetValue(from));
        var chosen = parsed.GetRequiredValue(vehicles);
        if (name is not null && (start ?? parsed.GetValue(to)) is not null)
            throw CommandException.WrongUse("--run has a span of its own: give --run, or --from and --to");
        if (name is null && start is null)
            throw CommandException.WrongUse("which time? give --from (and --to), or --run");
        if (name is null && chosen.Length == 0)
            throw CommandException.WrongUse("which vehicle? give --vehicle, or --run");
        var span = name is null ? new V1.TimeSpan { From = start!.Value, To = parsed.GetValue(to) ?? CommonOptions.Now(clock) } : null;
        if (span is not null && span.To < span.From)
            throw CommandException.WrongUse("--to is before --from");
        return new(chosen, parsed.GetRequiredValue(signals), span, name, numbersOnly);
    }
}

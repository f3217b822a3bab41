using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Time;

namespace AutoValley.Cli.Query;

/// <summary>The options that say when: <c>--from</c> and <c>--to</c>, or <c>--run</c>.</summary>
internal sealed class RangeOptions(Host host)
{
    private readonly Option<long?> from = CommonOptions.Instant("--from", $"First instant: {InstantText.Forms}", host.Clock);
    private readonly Option<long?> to = CommonOptions.Instant("--to", "Instant after the last [now]", host.Clock);
    private readonly Option<string> run = new("--run") { Description = "In the span and the vehicles of this run", HelpName = "name" };

    public IEnumerable<Option> All => [from, to, run];

    /// <summary>Either a span or the name of a run.</summary>
    /// <exception cref="CommandException">Neither or both are given, or the span ends before it starts.</exception>
    public (V1.TimeSpan? Span, string? Run) Of(ParseResult parsed)
    {
        var (name, start, end) = (parsed.GetValue(run), parsed.GetValue(from), parsed.GetValue(to));
        if (name is not null)
        {
            return (start ?? end) is null
                ? (null, name)
                : throw CommandException.WrongUse("--run has a span of its own: give --run, or --from and --to");
        }
        if (start is not { } first)
            throw CommandException.WrongUse("which time? give --from (and --to), or --run");
        var span = new V1.TimeSpan { From = first, To = end ?? CommonOptions.Now(host.Clock) };
        return span.To >= span.From ? (span, null) : throw CommandException.WrongUse("--to is before --from");
    }
}

using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Query;

/// <summary><c>align</c>: several signals on one clock, a column a signal.</summary>
internal sealed class AlignCommand : RemoteCommand
{
    private static readonly Dictionary<string, AlignMethod> Methods = new(StringComparer.Ordinal)
    {
        ["previous"] = AlignMethod.Previous,
        ["linear"] = AlignMethod.Linear,
        ["nearest"] = AlignMethod.Nearest,
        ["none"] = AlignMethod.None,
    };

    private readonly SelectionOptions selected;
    private readonly Option<long?> every = CommonOptions.Duration("--every", $"A row each so long: {DurationText.Forms}");
    private readonly Option<string> clock = new("--clock")
    {
        Description = "Instead of --every: a row at each time of this signal of the first vehicle",
        HelpName = "signal",
    };

    private readonly Option<string> method = new Option<string>("--method")
    {
        Description = $"What a signal has between its samples: the previous value, the line between two, the nearest, or none "
            + $"but at its own times [{Methods.Keys.First()}]",
        HelpName = string.Join('|', Methods.Keys),
        DefaultValueFactory = _ => Methods.Keys.First(),
    }.AcceptOnlyFromAmong([.. Methods.Keys]);

    private readonly Option<long?> age = CommonOptions.Duration("--max-age", "A sample further than this from the row is none [no limit]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public AlignCommand(Host host, GlobalOptions global)
        : base("align", "Samples of several signals as rows of one clock, with a column for each signal.", host, global)
    {
        selected = new SelectionOptions(this, host.Clock);
        foreach (var option in new Option[] { every, clock, method, age, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        if (parsed.GetValue(every) is null == (parsed.GetValue(clock) is null))
            throw CommandException.WrongUse("which clock? give --every, or --clock");
        var selection = selected.Of(parsed, numbersOnly: false);
        var request = RequestOf(parsed, await selection.ResolveAsync(server, line => Host.Error.WriteLine($"autovalley: {line}")));
        // All means all that the method can align, which the server knows.
        if (selection.Signals.Count == 0)
            request.Signals.Clear();
        using var progress = new Progress(Host);
        AlignedTable? table = null;
        using var call = server.Query.Align(request, server.Streaming);
        await foreach (var response in call.ResponseStream.ReadAllAsync(server.Stop))
        {
            table ??= new AlignedTable(Host, parsed.GetValue(format), response);
            progress.Add(table.Write(response), "aligned");
        }
        table?.End();
        progress.Dispose();
        if (progress.Rows == 0)
            Host.Error.WriteLine("autovalley: no rows there");
    }

    private AlignRequest RequestOf(ParseResult parsed, IReadOnlyList<SelectionPart> parts)
    {
        if (parts.Count != 1)
            throw CommandException.Failed(parts.Count == 0 ? "no signal to align" : "too many signals to align; name fewer by --signal");
        var request = new AlignRequest
        {
            Vehicles = { parts[0].Vehicles },
            Signals = { parts[0].Signals },
            Method = Methods[parsed.GetRequiredValue(method)],
            MaximumAgeNanos = (ulong)(parsed.GetValue(age) ?? 0),
        };
        if (parsed.GetValue(clock) is { } signal)
            request.ClockSignal = new ClockSignal { Vehicle = parts[0].Vehicles[0], Signal = signal };
        else
            request.EveryNanos = (ulong)parsed.GetValue(every)!.Value;
        if (parts[0].Run is { } run)
            request.Run = run;
        else
            request.Span = parts[0].Span;
        return request;
    }
}

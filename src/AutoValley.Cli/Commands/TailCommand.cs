using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Commands;

/// <summary><c>tail</c>: samples as they become durable, until Ctrl-C, the timeout or the limit.</summary>
internal sealed class TailCommand : RemoteCommand
{
    private readonly Option<string[]> vehicles = CommonOptions.Vehicles("One or more vehicles");
    private readonly Option<string[]> signals = CommonOptions.Signals("These alone");
    private readonly Option<long?> since;
    private readonly Option<bool> latest = new("--latest") { Description = "Only the newest sample of each signal: first those stored, then what is newer" };
    private readonly Option<long?> every = CommonOptions.Duration("--every", "With --latest: no more often than this, e.g. 200ms");
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "End after so many samples");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public TailCommand(Host host, GlobalOptions global)
        : base("tail", "Samples as they become durable. Ends on Ctrl-C.", host, global)
    {
        since = CommonOptions.Instant("--since", $"First what is stored from then on: {InstantText.Forms}", host.Clock);
        Add(vehicles);
        Add(signals);
        Add(since);
        Add(latest);
        Add(every);
        Add(limit);
        Add(format);
        Validators.Add(result =>
        {
            var isLatest = result.GetValue(latest);
            if (isLatest && result.GetResult(since) is not null)
                result.AddError("--latest begins with the newest samples that are stored; leave out --since");
            if (!isLatest && result.GetResult(every) is not null)
                result.AddError("--every is for --latest");
        });
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new SubscribeRequest { Vehicles = { parsed.GetRequiredValue(vehicles) } };
        request.Signals.Add(await NamesAsync(server, request.Vehicles, parsed.GetRequiredValue(signals)));
        if (parsed.GetValue(since) is { } start)
            request.Since = start;
        if (parsed.GetValue(latest))
            (request.SlowReader, request.EveryNanos) = (SlowReader.LatestOnly, (ulong)(parsed.GetValue(every) ?? 0));
        var rows = Rows.Live(Host, parsed.GetValue(format), "time", "vehicle", "signal", "value");
        await Host.Output.FlushAsync(server.Stop);
        await FollowAsync(server, request, rows, parsed.GetValue(limit) ?? long.MaxValue);
    }

    /// <summary>A name may be of a signal yet to come, a pattern has to match one that is there at one of the vehicles.</summary>
    private static async Task<IEnumerable<string>> NamesAsync(Connection server, IEnumerable<string> vehicles, string[] written)
    {
        var patterns = written.Where(SignalNames.IsPattern).ToArray();
        if (patterns.Length == 0)
            return written;
        var known = new List<Signal>();
        foreach (var vehicle in vehicles)
            known.AddRange(await SignalNames.SelectAsync(server, vehicle, []));
        var matches = SignalNames.Select(string.Join(" or ", vehicles), known, patterns);
        return written.Except(patterns).Union(matches.Select(signal => signal.Name));
    }

    private async Task FollowAsync(Connection server, SubscribeRequest request, IRows rows, long left)
    {
        var answered = false;
        try
        {
            using var call = server.Live.Subscribe(request, server.Streaming);
            while (left > 0 && await call.ResponseStream.MoveNext(server.Stop))
            {
                answered = true;
                var response = call.ResponseStream.Current;
                if (response.Samples is { } samples)
                    left -= Write(rows, samples, left);
                else if (response.Dropped is { Batches: > 0 } dropped)
                    await Host.Error.WriteLineAsync($"autovalley: {dropped.Batches} batches left out, this reader is too slow");
                await Host.Output.FlushAsync(CancellationToken.None);
            }
        }
        catch (RpcException end) when (IsWanted(end, answered, server.Stop))
        {
            // Ctrl-C, or --timeout after the server had begun to answer.
        }
        catch (OperationCanceledException) when (server.Stop.IsCancellationRequested)
        {
            // Ctrl-C
        }
    }

    private static bool IsWanted(RpcException end, bool answered, CancellationToken stop) =>
        stop.IsCancellationRequested || (answered && end.StatusCode == StatusCode.DeadlineExceeded);

    private static long Write(IRows rows, LiveSamples samples, long limit)
    {
        var written = 0L;
        foreach (var live in samples.Columns)
        {
            var column = PlainColumn.Read(live.Signal, TimesOf(samples, live), samples.BaseTime, live.Column);
            for (var i = 0; i < column.Times.Length && written < limit; i++, written++)
                rows.Write(Cell.Time(column.Times[i]), samples.Vehicle, live.Signal, column[i]);
        }
        return written;
    }

    private static TimeBase? TimesOf(LiveSamples samples, LiveColumn live) =>
        live.Column?.TimeBase is { } index && index < samples.Times.Count ? samples.Times[(int)index] : null;
}

using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Influx;

/// <summary>Sealed samples in an InfluxDB; see FORMAT.md. What is not there yet is in the journal, however long that takes.</summary>
internal sealed class InfluxSealedStore : ISealedStore
{
    private readonly InfluxStoreOptions options;
    private readonly InfluxClient client;
    private readonly InfluxPace pace;
    private readonly PartLedger parts;
    private readonly PartBits bits;
    private readonly PartReader reader;
    private readonly LatestPieces latest;
    private readonly RefusedLines refused;
    private readonly StretchLines lines;
    private readonly BodySender sender;
    private readonly InfluxUpkeep upkeep;
    private readonly OpenSnapshots snapshots = new();

    // Session and part of the lines that are under way.
    private readonly HashSet<(int Session, ulong Part)> under = [];
    private long sealing;
    private long counted = -1;

    public InfluxSealedStore(InfluxStoreOptions options, ICatalogue catalogue, TimeProvider clock, ILogger logger)
    {
        this.options = options;
        var ql = new InfluxQl(options.RetentionPolicy);
        pace = new InfluxPace(options, clock);
        client = new InfluxClient(options, clock, pace);
        parts = new PartLedger(client, catalogue, options.MaximumSessions);
        bits = new PartBits(client, ql);
        reader = new PartReader(client, ql, parts);
        latest = new LatestPieces(reader.FindLatestAsync);
        refused = new RefusedLines(catalogue, clock, logger);
        lines = new StretchLines(options, refused);
        sender = new BodySender(client, pace, refused);
        upkeep = new InfluxUpkeep(client, ql);
    }

    public bool MayBeAway => true;

    public IReadOnlyList<string> Warnings
    {
        get
        {
            List<string> warnings = [];
            if (pace.Outage is { } outage)
                warnings.Add($"InfluxDB at {options.Url} takes no samples since {UnixTime.ToText(outage.Since)}: it {outage.Reason}; they wait in the journal");
            if (refused.Warning is { Length: > 0 } told)
                warnings.Add(told);
            // Empty as everybody's is, by which health is compared.
            if (warnings.Count == 0)
                return [];
            return warnings;
        }
    }

    public void Attach(IWatermarkTable watermarks) => parts.Attach(watermarks);

    public async Task SealAsync(SealGroup group, CancellationToken cancellation)
    {
        await pace.WaitAsync(cancellation);
        Begin(group);
        try
        {
            if (group.Days() is { Count: > 0 } days)
                await SealAsync(group, new DaySpan(days[0], days[^1]), cancellation);
        }
        catch
        {
            // The next attempt must not overtake what is under way.
            await sender.SettleAsync();
            if (sender.TakeUnanswered())
                parts.Close(under);
            throw;
        }
        parts.Sealed(group.Records);
        refused.TellRest();
        if (counted != group.FirstPosition)
            upkeep.Added(lines.Values);
        counted = group.FirstPosition;
    }

    public IAsyncEnumerable<SamplePiece> FindAsync(Series series, TimeRange range, CancellationToken cancellation) =>
        reader.FindAsync(series, range, cancellation);

    public ValueTask<Dictionary<int, SamplePiece>> FindLatestAsync(IReadOnlyCollection<Series> series, CancellationToken cancellation) =>
        latest.FindAsync(series, cancellation);

    public IDisposable BeginSnapshot(long position) => snapshots.Begin(position);

    public async ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation)
    {
        var day = UnixTime.DayOf(time);
        return await DeleteAsync(new TimeRange(long.MinValue, UtcDay.First(day)), cancellation);
    }

    public async ValueTask<long> DeleteDayAsync(int day, CancellationToken cancellation) =>
        await DeleteAsync(new TimeRange(UtcDay.First(day), Math.Max(UtcDay.Last(day), UtcDay.Last(day) + 1)), cancellation);

    public async ValueTask<long?> FindFirstAsync(TimeRange range, CancellationToken cancellation) => await upkeep.FindFirstAsync(range, cancellation);

    public ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation) => ValueTask.FromResult(
        new StoreStatistics(upkeep.Samples, 0, 0, 0)
        {
            Remote = new RemoteStatistics(client.Server?.Dialect ?? options.Dialect, client.Server?.Version ?? "")
            {
                DownSince = pace.Outage?.Since, Requests = sender.Requests, Retries = pace.Retries, InFlight = pace.Running, AllowedInFlight = pace.Allowed,
                Refused = refused.Total,
            },
        });

    public void Dispose() => client.Dispose();

    private void Begin(SealGroup group)
    {
        // The same segment again goes on where it stopped, also when all was written and that could not be noted; lines are written anew, and those that
        // are stored are left out by their hash.
        if (sealing != group.FirstPosition)
        {
            sender.Clear();
            refused.Clear();
            parts.Clear(mayForget: !snapshots.HasBefore(group.FirstPosition - 1));
        }
        under.Clear();
        sealing = group.FirstPosition;
        lines.Begin();
    }

    private async Task SealAsync(SealGroup group, DaySpan days, CancellationToken cancellation)
    {
        HashSet<int> series = [];
        var mayExtend = !snapshots.HasBefore(group.LastPosition);
        foreach (var stretch in group.Stretches(days))
        {
            var (session, batches) = (stretch[0].Session, new SequenceRange(stretch[0].FirstSequence, stretch[0].LastSequence));
            var part = await parts.ChooseAsync(session, batches, mayExtend, cancellation);
            // Two requests under way must not hold the same time of the same part: which one is later would be chance.
            if (under.Contains((session.Id, part)))
            {
                await FlushAsync(cancellation);
                // What overwrites has to come again when what it overwrites does.
                sender.Clear();
            }
            under.Add((session.Id, part));
            parts.Begin(session, batches, part);
            var earlier = await bits.FindAsync(stretch, part, cancellation);
            foreach (var body in lines.Write(stretch, part, earlier, time => bits.Written(session.Id, part, time)))
                await sender.SendAsync(body, cancellation);
            series.UnionWith(stretch.Select(column => column.Series.Id));
        }
        await FlushAsync(cancellation);
        latest.Forget(series);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (lines.Rest.Length > 0)
            await sender.SendAsync(lines.Rest, cancellation);
        lines.Clear();
        await sender.DrainAsync();
        under.Clear();
    }

    private async Task<long> DeleteAsync(TimeRange range, CancellationToken cancellation)
    {
        var deleted = await upkeep.DeleteAsync(range, cancellation);
        latest.ForgetAll();
        return deleted;
    }
}

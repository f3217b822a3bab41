using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Query;

/// <summary>Asks every store the same questions in turns and compares each answer with the truth.</summary>
internal sealed class QueryBenchmark(QueryWorkload workload, Report report)
{
    private const long EveryNanos = 10 * UnixTime.NanosPerSecond;
    private const long NanosPerMilli = 1_000_000;
    private const int FewSamples = 300_000;

    // A store that takes longer is warm by then.
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(2);

    private readonly QueryTable table = new();

    public async Task RunAsync(CancellationToken cancellation)
    {
        var isSpeed = workload.Data == QueryWorkload.Speed;
        var data = isSpeed
            ? SpeedRecording.Create(workload.Samples, workload.FleetSamples)
            : AskedSignal.First(await DataSetCatalogue.CreateAsync(workload.Data, workload.Samples, cancellation));
        await using var peers = new LoadedPeers();
        foreach (var name in workload.Peers)
            await peers.LoadAsync(name, data, report, cancellation);
        var truth = new Truth(data);
        await AggregatesAsync(peers.All, data, truth, cancellation);
        await ZoomsAsync(peers.All, data, truth, cancellation);
        await ExportAsync(peers.All, data, cancellation);
        report.Add(table.ToTable(isSpeed
            ? $"{workload.Samples:N0} samples of one signal, and {SpeedRecording.FleetSize} vehicles with {workload.FleetSamples:N0} each"
            : $"{data.Name}: {data.SampleCount:N0} samples, {data.SeriesCount:N0} series, {data.Vehicles.Count} vehicles"));
        foreach (var wrong in table.Wrong)
            report.Difference(wrong);
    }

    private async Task AggregatesAsync(IReadOnlyList<IStorePeer> peers, DataSet data, Truth truth, CancellationToken cancellation)
    {
        string[] fleet = [.. data.Vehicles.Select(vehicle => vehicle.Name.Vehicle).Where(name => name != SpeedRecording.LongVehicle)];
        if (workload.Data != QueryWorkload.Speed)
        {
            // All vehicles, in whole buckets.
            string[] all = [SpeedRecording.LongVehicle, .. fleet];
            var count = data.Vehicles.Sum(vehicle => (long)vehicle.Groups[0].Times.Length);
            var whole = new TimeRange(data.Range.From / EveryNanos * EveryNanos, ((data.Range.To / EveryNanos) + 1) * EveryNanos);
            await BucketsAsync(
                peers, new BucketQuestion(all, whole, EveryNanos, HasMean: true), truth,
                $"mean, min, max per 10 s of {all.Length} vehicles, {count:N0} samples", cancellation);
            return;
        }
        foreach (var samples in new[] { FewSamples, fleet.Length * workload.FleetSamples }.Distinct())
        {
            var range = new TimeRange(data.Range.From, data.Range.From + (samples / fleet.Length * SpeedRecording.StepNanos));
            var question = new BucketQuestion(fleet, range, EveryNanos, HasMean: true);
            await BucketsAsync(peers, question, truth, $"mean, min, max per 10 s of {fleet.Length} vehicles, {samples:N0} samples", cancellation);
        }
    }

    private async Task BucketsAsync(
        IReadOnlyList<IStorePeer> peers, BucketQuestion question, Truth truth, string title, CancellationToken cancellation)
    {
        report.Step(title);
        var expected = truth.Of(question);
        await InTurnsAsync(title, peers.Select(peer => peer.Queries), peer => peer.Name, async peer =>
        {
            var answer = await peer.AggregateAsync(question, cancellation);
            return new Timed<string?>(Truth.Fault(expected, answer.Answer), answer.Wall, answer.Cpu);
        });
    }

    // First answers are told apart: code is compiled, files are opened, caches are filled. After them all are asked in turns.
    private async Task InTurnsAsync<T>(string title, IEnumerable<T> peers, Func<T, string> nameOf, Func<T, Task<Timed<string?>>> ask)
    {
        var asked = peers.Select(peer => (Peer: peer, Measured: table.Of(title, nameOf(peer)))).ToArray();
        foreach (var (peer, measured) in asked)
        {
            var total = TimeSpan.Zero;
            for (var warmUp = 0; warmUp < workload.WarmUps && total < LongestWarmUp; warmUp++)
            {
                var answer = await ask(peer);
                measured.AddFirst(answer.Wall, answer.Answer);
                total += answer.Wall;
            }
        }
        for (var round = 0; round < workload.Rounds; round++)
        {
            foreach (var (peer, measured) in asked)
                measured.Add(await ask(peer));
        }
    }

    private async Task ZoomsAsync(IReadOnlyList<IStorePeer> peers, DataSet data, Truth truth, CancellationToken cancellation)
    {
        var samples = data.Vehicles[0].Groups[0];
        var whole = $"2,000 min/max buckets of all {samples.Times.Length:N0} samples";
        await BucketsAsync(peers, Zooms.Whole(data), truth, whole, cancellation);
        await InTurnsAsync(
            whole, peers.Select(peer => peer.Queries).OfType<IPlotPeer>(), peer => peer.PlotName,
            peer => peer.PlotAsync(Zooms.Whole(data), samples, cancellation));
        var title = $"2,000 min/max buckets, {workload.Zooms} random zooms";
        report.Step(title);
        foreach (var question in Zooms.Random(data, workload.Zooms))
        {
            var expected = truth.Of(question);
            foreach (var peer in peers.Where(peer => table.Of(title, peer.Queries.Name).Total < workload.Budget))
            {
                var answer = await peer.Queries.AggregateAsync(question, cancellation);
                table.Of(title, peer.Queries.Name).Add(new Timed<string?>(Truth.Fault(expected, answer.Answer), answer.Wall, answer.Cpu));
            }
            foreach (var peer in peers.Select(peer => peer.Queries).OfType<IPlotPeer>())
                table.Of(title, peer.PlotName).Add(await peer.PlotAsync(question, samples, cancellation));
        }
    }

    private async Task ExportAsync(IReadOnlyList<IStorePeer> peers, DataSet data, CancellationToken cancellation)
    {
        var group = data.Vehicles[0].Groups[0];
        var count = QueryWorkload.ExportedOf(group.Times.Length);
        var title = $"raw export of {count:N0} samples";
        report.Step(title);
        var range = new TimeRange(data.Range.From, group.Times[count - 1] + NanosPerMilli);
        var question = new ExportQuestion(
            SpeedRecording.LongVehicle, range, group.Times.AsMemory(0, count), group.Columns[0].Values.AsMemory(0, count));
        await InTurnsAsync(title, peers.Select(peer => peer.Queries), peer => peer.Name, async peer =>
        {
            var answer = await peer.ExportAsync(question, cancellation);
            return new Timed<string?>(answer.Answer == 0 ? null : $"{answer.Answer:N0} samples differ or are missing", answer.Wall, answer.Cpu);
        });
    }
}

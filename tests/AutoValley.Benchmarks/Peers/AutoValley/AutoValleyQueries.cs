using AutoValley.Benchmarks.DataSets;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>Asks AutoValley over gRPC.</summary>
internal sealed class AutoValleyQueries(AutoValleyServer server) : IQueryPeer, IPlotPeer
{
    private const string Organisation = "bench/";
    private const long NanosPerMilli = 1_000_000;

    // Numbers of a picture: as many as 2,000 buckets have least and greatest values.
    private const uint PictureNumbers = 4_000;

    private readonly QueryService.QueryServiceClient query = new(server.Channel);
    private readonly ReadColumns columns = new();

    public string Name => "AutoValley, gRPC";

    public string PlotName => "AutoValley, gRPC Reduce";

    public async Task<Timed<string?>> PlotAsync(BucketQuestion question, RecordedGroup truth, CancellationToken cancellation)
    {
        var picture = await Timed.MeasureAsync(server.Process, () => ReduceAsync(question, cancellation));
        return new Timed<string?>(PlotCheck.Fault(picture.Answer, question.Range, truth), picture.Wall, picture.Cpu);
    }

    public Task<Timed<IReadOnlyDictionary<string, Buckets>>> AggregateAsync(BucketQuestion question, CancellationToken cancellation) =>
        Timed.MeasureAsync(server.Process, () => AskAsync(question, cancellation));

    public Task<Timed<long>> ExportAsync(ExportQuestion question, CancellationToken cancellation) =>
        Timed.MeasureAsync(server.Process, () => AskAsync(question, cancellation));

    private async Task<ReduceResponse> ReduceAsync(BucketQuestion question, CancellationToken cancellation)
    {
        var request = new ReduceRequest
        {
            Span = new V1.TimeSpan { From = question.Range.From, To = question.Range.To },
            Maximum = PictureNumbers,
            Method = ReductionMethod.MinMax,
        };
        request.Vehicles.Add(question.Vehicles.Select(vehicle => Organisation + vehicle));
        request.Signals.Add(SpeedRecording.Signal);
        using var call = query.Reduce(request, cancellationToken: cancellation);
        return await call.ResponseStream.ReadAllAsync(cancellation).SingleAsync(cancellation);
    }

    private async Task<IReadOnlyDictionary<string, Buckets>> AskAsync(BucketQuestion question, CancellationToken cancellation)
    {
        var request = new AggregateRequest
        {
            Span = new V1.TimeSpan { From = question.Range.From, To = question.Range.To },
            EveryNanos = (ulong)question.EveryNanos,
        };
        request.Vehicles.Add(question.Vehicles.Select(vehicle => Organisation + vehicle));
        request.Signals.Add(SpeedRecording.Signal);
        request.Statistics.Add([Statistic.Min, Statistic.Max]);
        if (question.HasMean)
            request.Statistics.Add(Statistic.Mean);
        var parts = new Dictionary<string, List<AggregateResponse>>(StringComparer.Ordinal);
        using var call = query.Aggregate(request, cancellationToken: cancellation);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
        {
            var vehicle = response.Vehicle[Organisation.Length..];
            if (!parts.TryGetValue(vehicle, out var part))
                parts.Add(vehicle, part = []);
            part.Add(response);
        }
        return parts.ToDictionary(part => part.Key, part => ToBuckets(part.Value, question.HasMean));
    }

    private static Buckets ToBuckets(List<AggregateResponse> parts, bool hasMean) => new(
        [.. parts.SelectMany(part => part.Starts).Select(start => start / NanosPerMilli)],
        [.. parts.SelectMany(part => part.Columns[0].Values)],
        [.. parts.SelectMany(part => part.Columns[1].Values)],
        hasMean ? [.. parts.SelectMany(part => part.Columns[2].Values)] : []);

    private async Task<long> AskAsync(ExportQuestion question, CancellationToken cancellation)
    {
        var request = new ReadRequest
        {
            Vehicle = Organisation + question.Vehicle,
            Span = new V1.TimeSpan { From = question.Range.From, To = question.Range.To },
            Encoding = SampleEncoding.Encoded,
        };
        request.Signals.Add(SpeedRecording.Signal);
        var (position, wrong) = (0, 0L);
        using var call = query.Read(request, cancellationToken: cancellation);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
        {
            columns.Read(response, (_, times, values) =>
            {
                wrong += question.Matches(position, times, values) ? 0 : times.Length;
                position += times.Length;
            });
        }
        return wrong + Math.Abs(question.Times.Length - position);
    }
}

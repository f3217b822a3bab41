using AutoValley.Benchmarks.DataSets;
using AutoValley.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Peers.AutoValley;

/// <summary>Asks for everything back, over gRPC.</summary>
internal static class Reread
{
    // The limit of a call.
    private const int SignalsACall = 1_000;

    // One bucket from the epoch on.
    private const ulong Everything = 1UL << 62;

    private static readonly Statistic[] Statistics = [Statistic.Count, Statistic.Sum, Statistic.Min, Statistic.Max];

    public static async Task<Dictionary<SeriesKey, SeriesFacts>> FactsAsync(GrpcChannel channel, DataSet data, CancellationToken cancellation)
    {
        var query = new QueryService.QueryServiceClient(channel);
        var facts = new Dictionary<SeriesKey, SeriesFacts>(data.SeriesCount);
        foreach (var vehicle in data.Vehicles)
        {
            foreach (var signals in vehicle.Groups.SelectMany(group => group.Columns).Select(column => column.Signal).Chunk(SignalsACall))
            {
                var request = new AggregateRequest { Vehicle = vehicle.Name.ToString(), Span = ToSpan(data), EveryNanos = Everything };
                request.Signals.Add(signals);
                request.Statistics.Add(Statistics);
                using var call = query.Aggregate(request, cancellationToken: cancellation);
                await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
                    facts.Add(new SeriesKey(vehicle.Name.Vehicle, response.Signal), ToFacts(response));
            }
        }
        return facts;
    }

    /// <summary>Reads every value and compares it bit for bit; returns how many samples differ, are missing or are too many.</summary>
    public static async Task<long> DifferencesAsync(GrpcChannel channel, DataSet data, CancellationToken cancellation)
    {
        var query = new QueryService.QueryServiceClient(channel);
        var (wrong, columns) = (0L, new ReadColumns());
        foreach (var vehicle in data.Vehicles)
        {
            var comparison = new Comparison(vehicle);
            foreach (var signals in vehicle.Groups.SelectMany(group => group.Columns).Select(column => column.Signal).Chunk(SignalsACall))
            {
                var request = new ReadRequest { Vehicle = vehicle.Name.ToString(), Span = ToSpan(data), Encoding = SampleEncoding.Encoded };
                request.Signals.Add(signals);
                using var call = query.Read(request, cancellationToken: cancellation);
                await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
                    columns.Read(response, comparison.Add);
            }
            wrong += comparison.Wrong;
        }
        return wrong;
    }

    private static V1.TimeSpan ToSpan(DataSet data) => new() { From = data.Range.From, To = data.Range.To };

    private static SeriesFacts ToFacts(AggregateResponse response)
    {
        if (response.Starts.Count != 1)
            throw new BenchmarkException($"{response.Vehicle} {response.Signal}: {response.Starts.Count} buckets instead of 1");
        var columns = response.Columns;
        return new SeriesFacts((long)columns[0].Values[0], columns[1].Values[0], columns[2].Values[0], columns[3].Values[0]);
    }
}

using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Benchmarks.Accept;

/// <summary>Calls that need every value, one after the other in each of several loops, until they are disposed.</summary>
internal sealed class LongQueries : IAsyncDisposable
{
    // Neither a chunk nor a vector lies in one bucket, so that statistics do not help.
    private const ulong EveryNanos = 7 * UnixTime.NanosPerSecond;

    private readonly CancellationTokenSource stop = new();
    private readonly Task loops;
    private long answers;

    public LongQueries(GrpcChannel channel, VehicleName vehicle, int count)
    {
        var client = new QueryService.QueryServiceClient(channel);
        loops = Task.WhenAll(Enumerable.Range(0, count).Select(number => RunAsync(client, vehicle, number % 2 == 0)));
    }

    /// <summary>Calls that came to their end.</summary>
    public long Answers => Interlocked.Read(ref answers);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loops;
        stop.Dispose();
    }

    private async Task RunAsync(QueryService.QueryServiceClient client, VehicleName vehicle, bool isAggregate)
    {
        var all = new V1.TimeSpan { From = long.MinValue, To = long.MaxValue };
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (isAggregate)
                    await DrainAsync(client.Aggregate(Percentiles(vehicle, all), cancellationToken: stop.Token).ResponseStream);
                else
                    await DrainAsync(client.Read(new ReadRequest { Vehicle = vehicle.ToString(), Span = all }, cancellationToken: stop.Token).ResponseStream);
                Interlocked.Increment(ref answers);
            }
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is RpcException or OperationCanceledException)
        {
        }
    }

    private static AggregateRequest Percentiles(VehicleName vehicle, V1.TimeSpan span) => new()
    {
        Vehicle = vehicle.ToString(), Span = span, EveryNanos = EveryNanos, Percentiles = { 50, 99 }, Statistics = { Statistic.Stddev },
    };

    private async Task DrainAsync<T>(IAsyncStreamReader<T> responses)
    {
        while (await responses.MoveNext(stop.Token))
        {
        }
    }
}

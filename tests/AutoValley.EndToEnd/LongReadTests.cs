using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;
using Values = AutoValley.Telemetry.Values;

namespace AutoValley.EndToEnd;

/// <summary>100 million samples of one signal, read by a server whose heap may not grow.</summary>
public sealed class LongReadTests
{
    private const int BatchSamples = 1_000_000;
    private const int Batches = 100;
    private const long Samples = (long)Batches * BatchSamples;
    private const long Step = 10_000_000;
    private const string Vehicle = "acme/long";

    // The whole heap of the server: 100 million samples are 1,600 MB as arrays. While they come, those that are not sealed are in it, and those being sealed.
    private const long FillingHeapBytes = 320L << 20;
    private const long ReadingHeapBytes = 160L << 20;

    private static readonly V1.TimeSpan AllOfTime = new() { From = 0, To = long.MaxValue };

    [Fact]
    public async Task Read_HundredMillionSamples_FitsASmallHeap()
    {
        await using var server = ServerUnderTest.Create("--set", "Store:SealAge=1s", "--set", "Store:MaximumUnsealedBytes=64MiB");
        try
        {
            await ReadAsync(server);
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            Assert.Fail($"{e.Message}\n{server.Process.Output}");
        }
    }

    private static async Task ReadAsync(ServerUnderTest server)
    {
        await StartAsync(server, FillingHeapBytes);
        await FillAsync(server);
        await server.StopAsync();
        await StartAsync(server, ReadingHeapBytes);

        // 1. Every sample, in order.
        var request = new ReadRequest { Vehicle = Vehicle, Span = AllOfTime };
        var next = 0L;
        using var call = server.Query.Read(request);
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            var time = response.BaseTime;
            var values = response.Column.Doubles.Values;
            for (var index = 0; index < values.Count; index++, next++)
            {
                time += response.Times.Plain.Deltas[index];
                if (time != next * Step || values[index] != ValueOf(next))
                    Assert.Fail($"sample {next}: {values[index]} at {time}");
            }
        }
        Assert.Equal(Samples, next);

        // 2. Statistics that need every value, beside another such call.
        var (one, other) = (AggregateAsync(server), AggregateAsync(server));
        Assert.Equal((Samples, ValueOf(0), ValueOf(Samples - 1)), await one);
        Assert.Equal((Samples, ValueOf(0), ValueOf(Samples - 1)), await other);

        // 3. A reader that goes away in the middle leaves nothing behind.
        using (var left = server.Query.Read(request))
            Assert.True(await left.ResponseStream.MoveNext(default));
        Assert.Equal((Samples, ValueOf(0), ValueOf(Samples - 1)), await AggregateAsync(server));
        await server.StopAsync();
    }

    private static Task StartAsync(ServerUnderTest server, long heapBytes)
    {
        server.Variables["DOTNET_GCHeapHardLimit"] = $"0x{heapBytes:X}";
        return server.StartAgainAsync();
    }

    private static double ValueOf(long index) => index / 100.0;

    private static async Task FillAsync(ServerUnderTest server)
    {
        using var call = await IngestCall.BeginAsync(server, Vehicle);
        var (times, values) = (new long[BatchSamples], new double[BatchSamples]);
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var index = 0; index < BatchSamples; index++)
            {
                var number = ((long)batch * BatchSamples) + index;
                (times[index], values[index]) = (number * Step, ValueOf(number));
            }
            await call.SendAsync((ulong)batch + 1, times, Values.Of(values));
        }
        await call.DurableAsync(Batches);
        // All of it in chunks: what is not sealed is in memory as it came.
        var status = new GetStatusResponse();
        await Eventually.IsTrueAsync(
            async () => (status = await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesSealed >= Samples, () => $"not sealed: {status}");
    }

    // Buckets of seven seconds: no chunk and hardly a vector lies in one.
    private static async Task<(long Count, double Min, double Max)> AggregateAsync(ServerUnderTest server)
    {
        using var call = server.Query.Aggregate(new AggregateRequest
        {
            Vehicle = Vehicle, Span = AllOfTime, EveryNanos = 7_000_000_000, Statistics = { Statistic.Count, Statistic.Min, Statistic.Max },
        });
        var (count, min, max) = (0.0, double.MaxValue, double.MinValue);
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            count += response.Columns[0].Values.Sum();
            min = Math.Min(min, response.Columns[1].Values.Min());
            max = Math.Max(max, response.Columns[2].Values.Max());
        }
        return ((long)count, min, max);
    }
}

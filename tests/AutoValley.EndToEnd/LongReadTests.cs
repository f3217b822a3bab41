using AutoValley.EndToEnd.Harness;
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

    // The whole heap of the server: 100 million samples are 1,600 MB as arrays.
    private const long HeapBytes = 160L << 20;

    private static readonly V1.TimeSpan AllOfTime = new() { From = 0, To = long.MaxValue };

    [Fact]
    public async Task Read_HundredMillionSamples_FitsASmallHeap()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=1s");
        await FillAsync(server);
        await server.StopAsync();
        server.Variables["DOTNET_GCHeapHardLimit"] = $"0x{HeapBytes:X}";
        await server.StartAgainAsync();

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

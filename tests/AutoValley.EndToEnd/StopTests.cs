using AutoValley.EndToEnd.Harness;
using AutoValley.V1;
using Grpc.Core;
using Values = AutoValley.Telemetry.Values;

namespace AutoValley.EndToEnd;

/// <summary>SIGTERM while calls run.</summary>
public sealed class StopTests
{
    private const string Vehicle = "acme/stop";

    // More than the windows of a connection hold, so that the server still has to send when it is told to stop.
    private const int Batches = 6;
    private const int BatchSamples = 1_000_000;

    private static readonly System.TimeSpan Patience = System.TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Stop_WhileCallsRun_EndsSubscriptionsAtOnceAndLetsReadsFinish()
    {
        // Far longer than the read takes on a busy machine: it is not the limit that ends it.
        await using var server = await ServerUnderTest.StartAsync("--set", "Stop:Timeout=5m");
        await FillAsync(server);
        using var subscription = new LiveService.LiveServiceClient(server.Channel).Subscribe(new SubscribeRequest { Vehicles = { Vehicle } });
        Assert.True(await subscription.ResponseStream.MoveNext().WaitAsync(Patience));
        using var read = server.Query.Read(new ReadRequest { Vehicle = Vehicle, Span = new() { From = 0, To = long.MaxValue } });
        Assert.True(await read.ResponseStream.MoveNext().WaitAsync(Patience));
        var samples = (long)read.ResponseStream.Current.Column.Doubles.Values.Count;

        await server.Process.SignalAsync("TERM");
        var ended = await Assert.ThrowsAsync<RpcException>(() => subscription.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Equal((StatusCode.Unavailable, "the server is stopping"), (ended.StatusCode, ended.Status.Detail));

        while (await read.ResponseStream.MoveNext().WaitAsync(Patience))
            samples += read.ResponseStream.Current.Column.Doubles.Values.Count;
        Assert.Equal((long)Batches * BatchSamples, samples);
        Assert.Equal(StatusCode.OK, read.GetStatus().StatusCode);
        await server.Process.SuccessAsync();
    }

    [Fact]
    public async Task Stop_CallThatRunsAtTheLimit_IsUnavailable()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Stop:Timeout=2s");
        using var call = new IngestService.IngestServiceClient(server.Channel).Publish();
        await call.RequestStream.WriteAsync(new PublishRequest { Hello = new() { Vehicle = Vehicle } });
        // The server has the call when it answers a later one.
        await server.Fleet.GetStatusAsync(new GetStatusRequest());
        await server.Process.SignalAsync("TERM");
        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Equal((StatusCode.Unavailable, "the server is stopping"), (ended.StatusCode, ended.Status.Detail));
        await server.Process.SuccessAsync();
    }

    private static async Task FillAsync(ServerUnderTest server)
    {
        using var call = await IngestCall.BeginAsync(server, Vehicle);
        var (times, values) = (new long[BatchSamples], new double[BatchSamples]);
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var index = 0; index < BatchSamples; index++)
                (times[index], values[index]) = ((((long)batch * BatchSamples) + index) * 1_000_000, index * Math.PI);
            await call.SendAsync((ulong)batch + 1, times, Values.Of(values));
        }
        await call.DurableAsync(Batches);
    }
}

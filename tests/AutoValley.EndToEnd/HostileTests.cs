using System.Net.Sockets;
using AutoValley.EndToEnd.Harness;
using AutoValley.Telemetry.Columns;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Values = AutoValley.Telemetry.Values;

namespace AutoValley.EndToEnd;

/// <summary>Users who mean harm or do not know better: each gets one answer that says so, and nobody else notices.</summary>
public sealed class HostileTests
{
    private static readonly V1.TimeSpan AllOfTime = new() { From = long.MinValue, To = long.MaxValue };

    [Fact]
    public async Task Garbage_OnEveryPort_NobodyElseNotices()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var random = new Random(7);
        List<TcpClient> open = [];
        foreach (var port in new[] { server.MqttPort, server.GrpcPort, new Uri(server.Http).Port })
        {
            for (var attempt = 0; attempt < 40; attempt++)
            {
                var client = new TcpClient();
                open.Add(client);
                await client.ConnectAsync("127.0.0.1", port);
                var garbage = new byte[random.Next(1, 5_000)];
                random.NextBytes(garbage);
                // CONNECT, PUBLISH, HTTP/2's preface: something to begin with.
                if (attempt % 4 == 1)
                    garbage[0] = 0x10;
                if (attempt % 4 == 2)
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray().CopyTo(garbage = new byte[garbage.Length + 24], 0);
                try
                {
                    await client.GetStream().WriteAsync(garbage);
                }
                catch (IOException)
                {
                    // Closed on us already.
                }
            }
        }
        Assert.Empty((await server.Fleet.ListVehiclesAsync(new ListVehiclesRequest())).Vehicles);
        using var call = await IngestCall.BeginAsync(server, "acme/good");
        await call.SendAsync(1, [1_000], Values.Of(new[] { 1.5 }));
        await call.DurableAsync(1);
        open.ForEach(client => client.Dispose());
        await server.StopAsync();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public async Task ColumnThatDoesNotDecode_IsADeadLetterAndSpoilsNothing(int count)
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=1s");
        using var ingest = await IngestCall.BeginAsync(server, "acme/odd");
        await ingest.SendAsync(1, [1_000], Values.Of(new[] { 1.5 }));
        await ingest.DurableAsync(1);
        using var live = new LiveService.LiveServiceClient(server.Channel).Subscribe(new SubscribeRequest { Vehicles = { "acme/odd" } });
        Assert.True(await live.ResponseStream.MoveNext(CancellationToken.None));

        await ingest.SendAsync(Undecodable(2, count, badTimes: true));
        await ingest.SendAsync(Undecodable(3, count, badTimes: false));
        await ingest.SendAsync(4, [4_000], Values.Of(new[] { 4.5 }));
        await ingest.DurableAsync(4);

        Assert.Single((await server.Fleet.ListVehiclesAsync(new ListVehiclesRequest())).Vehicles);
        Assert.Single((await server.Fleet.GetLatestAsync(new GetLatestRequest { Vehicle = "acme/odd" })).Samples);
        Assert.Equal([(1_000, 1.5), (4_000, 4.5)], (await StoredDrive.ReadAsync(server.Query, "acme/odd", AllOfTime))["Odd.Signal"]);
        Assert.True(await live.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal([4.5], live.ResponseStream.Current.Samples.Columns[0].Column.Doubles.Values);

        await Eventually.IsTrueAsync(
            async () => (await new IngestService.IngestServiceClient(server.Channel).ListDeadLettersAsync(new ListDeadLettersRequest()))
                .DeadLetters.Count(letter => letter.Reason == "encoding") >= 2,
            () => "no dead letters of reason encoding");
        Assert.Equal([(1_000, 1.5), (4_000, 4.5)], (await StoredDrive.ReadAsync(server.Query, "acme/odd", AllOfTime))["Odd.Signal"]);
    }

    [Fact]
    public async Task EndsOfTimeAndNumbers_AreStoredAndAggregated()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=1s");
        using var ingest = await IngestCall.BeginAsync(server, "acme/odd");
        await ingest.SendAsync(ulong.MaxValue, [long.MinValue, -1, 0, 1, long.MaxValue - 1], Values.Of(new[] { 1.0, 2, 3, 4, double.NaN }));
        await ingest.SendAsync(ulong.MaxValue, [5], Values.Of(new[] { 5.0 }));
        await ingest.DurableAsync(ulong.MaxValue);
        for (var sealedOnce = 0; sealedOnce < 2; sealedOnce++)
        {
            Assert.Equal(5, (await StoredDrive.ReadAsync(server.Query, "acme/odd", AllOfTime)).Count);
            Assert.Equal(5, await BucketsAsync(server, 1));
            Assert.Equal(3, await BucketsAsync(server, long.MaxValue));
            await Eventually.IsTrueAsync(
                async () => (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesSealed == 5, () => "not sealed");
        }
        Assert.Equal(1u, (await server.Fleet.GetStatusAsync(new GetStatusRequest())).BatchesDuplicate);
    }

    [Fact]
    public async Task LongTexts_AreReadAndTailed()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var ingest = await IngestCall.BeginAsync(server, "acme/odd", Telemetry.SignalType.Text);
        await ingest.SendAsync(1, [0], Values.Of(new[] { "first" }));
        await ingest.DurableAsync(1);
        using var live = new LiveService.LiveServiceClient(server.Channel).Subscribe(new SubscribeRequest { Vehicles = { "acme/odd" }, Since = 0 });
        for (var batch = 2; batch <= 4; batch++)
            await ingest.SendAsync((ulong)batch, [batch, batch + 10], Values.Of(new[] { new string('x', 1_900_000), new string('y', 1_900_000) }));
        await ingest.DurableAsync(4);
        Assert.Equal(7, (await StoredDrive.ReadAsync(server.Query, "acme/odd", AllOfTime)).Count);
        for (var texts = 0; texts < 7;)
        {
            Assert.True(await live.ResponseStream.MoveNext(CancellationToken.None));
            texts += live.ResponseStream.Current.Samples?.Columns.Sum(column => column.Column.Texts.Values.Count) ?? 0;
        }
    }

    [Fact]
    public async Task OddRequests_GetTheStatusThatTheProtoPromises()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var ingest = await IngestCall.BeginAsync(server, "acme/odd");
        // Together more than a vehicle may have; a message has at most as many as that.
        foreach (var first in new[] { 2, 40_002 })
            await ingest.DeclareAsync([.. Enumerable.Range(first, 40_000).Select(id => new Telemetry.SignalDefinition((uint)id, $"S{id}", Telemetry.SignalType.Double))]);
        Assert.Equal("catalog", Assert.Single(await ingest.FinishAsync()).Rejected.Reason);

        var name = new string('é', 1_000_000);
        await RefusedAsync(StatusCode.InvalidArgument, () => server.Fleet.ListSignalsAsync(new ListSignalsRequest { Vehicle = name }).ResponseAsync);
        var statistics = new AggregateRequest { Vehicle = "acme/odd", Span = AllOfTime, EveryNanos = 1 };
        statistics.Statistics.AddRange(Enumerable.Repeat(Statistic.Mean, 1_000_000));
        await RefusedAsync(StatusCode.InvalidArgument, () => server.Query.Aggregate(statistics).ResponseStream.MoveNext(CancellationToken.None));
        var signals = new ReadRequest { Vehicle = "acme/odd", Span = AllOfTime };
        signals.Signals.AddRange(Enumerable.Repeat("Odd.Signal", 300_000));
        await RefusedAsync(StatusCode.ResourceExhausted, () => server.Query.Read(signals).ResponseStream.MoveNext(CancellationToken.None));
        var letters = new IngestService.IngestServiceClient(server.Channel);
        await RefusedAsync(StatusCode.InvalidArgument, () => letters.ListDeadLettersAsync(new ListDeadLettersRequest { Vehicle = "no name" }).ResponseAsync);
        var runs = new RunService.RunServiceClient(server.Channel);
        var backwards = new StartRunRequest { Name = "r", Vehicles = { "acme/odd" }, StartTime = 2, StopTime = 1 };
        await RefusedAsync(StatusCode.InvalidArgument, () => runs.StartRunAsync(backwards).ResponseAsync);
    }

    [Fact]
    public async Task FrozenSubscribers_DoNotKeepTheServerFromStopping()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Live:QueueBatches=4");
        using var ingest = await IngestCall.BeginAsync(server, "acme/odd");
        await ingest.SendAsync(1, [1], Values.Of(new[] { 1.0 }));
        await ingest.DurableAsync(1);
        List<AsyncServerStreamingCall<SubscribeResponse>> frozen = [];
        for (var index = 0; index < 20; index++)
            frozen.Add(new LiveService.LiveServiceClient(server.Channel).Subscribe(new SubscribeRequest { Vehicles = { "acme/odd" } }));
        foreach (var subscriber in frozen)
            Assert.True(await subscriber.ResponseStream.MoveNext(CancellationToken.None));
        for (var batch = 2; batch <= 40; batch++)
            await ingest.SendAsync((ulong)batch, [.. Enumerable.Range(0, 50_000).Select(time => (long)time)], Values.Of(Noise(50_000)));
        await ingest.DurableAsync(40);
        Assert.True(await AskMetricsAsync(server, "autovalley_live_dropped_batches_total") > 0);
        await server.StopAsync();
        frozen.ForEach(subscriber => subscriber.Dispose());
    }

    [Fact]
    public async Task VanishedSubscriber_IsNoticedAndItsQueueIsGone()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Listen:PingDelay=1s", "--set", "Listen:PingTimeout=1s");
        using var ingest = await IngestCall.BeginAsync(server, "acme/odd");
        await ingest.SendAsync(1, [1], Values.Of(new[] { 1.0 }));
        await ingest.DurableAsync(1);
        await using var link = new BreakableProxy(server.GrpcPort);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{link.Port}");
        using var vanished = new LiveService.LiveServiceClient(channel).Subscribe(new SubscribeRequest { Vehicles = { "acme/odd" } });
        using var stays = new LiveService.LiveServiceClient(server.Channel).Subscribe(new SubscribeRequest { Vehicles = { "acme/odd" } });
        Assert.True(await vanished.ResponseStream.MoveNext(CancellationToken.None));
        Assert.True(await stays.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(2, await AskMetricsAsync(server, "autovalley_live_subscribers"));

        link.Freeze();

        await Eventually.IsTrueAsync(async () => await AskMetricsAsync(server, "autovalley_live_subscribers") == 1);
        await ingest.SendAsync(2, [2], Values.Of(new[] { 2.0 }));
        Assert.True(await stays.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task FrozenQueries_DoNotKeepOthersFromTheirTurn()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Query:MaximumConcurrent=2", "--set", "Query:MaximumStalled=8");
        using var ingest = await IngestCall.BeginAsync(server, "acme/odd");
        for (var batch = 1; batch <= 40; batch++)
            await ingest.SendAsync((ulong)batch, [.. Enumerable.Range(0, 50_000).Select(time => (batch * 100_000L) + time)], Values.Of(Noise(50_000)));
        await ingest.DurableAsync(40);
        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
        var all = new ReadRequest { Vehicle = "acme/odd", Span = AllOfTime };
        List<AsyncServerStreamingCall<ReadResponse>> frozen = [];
        for (var index = 0; index < 6; index++)
            frozen.Add(new QueryService.QueryServiceClient(channel).Read(all));
        // Each of them gets a turn, too, although those before it hold what they were sent.
        foreach (var reader in frozen)
            Assert.True(await reader.ResponseStream.MoveNext(new CancellationTokenSource(Eventually.Limit).Token));
        var first = server.Query.Read(new ReadRequest { Vehicle = "acme/odd", Span = AllOfTime, Limit = 1 });
        Assert.True(await first.ResponseStream.MoveNext(new CancellationTokenSource(Eventually.Limit).Token));

        // One that reads again gets all of it.
        var samples = frozen[0].ResponseStream.Current.Times.Plain.Deltas.Count;
        await foreach (var response in frozen[0].ResponseStream.ReadAllAsync(new CancellationTokenSource(Eventually.Limit).Token))
            samples += response.Times.Plain.Deltas.Count;
        Assert.Equal(40 * 50_000, samples);
        frozen.ForEach(reader => reader.Dispose());
    }

    [SmallDiskFact]
    public async Task FullDisk_NothingAcknowledgedIsLost_AndSpaceLetsItGoOn()
    {
        using var disk = new SmallDisk(16);
        await using var server = await ServerUnderTest.StartAsync("--set", $"Data={disk.Folder}/data", "--set", "Store:SealBytes=1MiB", "--set", "Store:SealAge=1s");
        List<(long, double)> acknowledged = [];
        var (sequence, session) = (0L, Telemetry.SessionId.New());
        Assert.False(await RefusesAsync());
        disk.Fill();
        // What was preallocated may still be written; then nothing can.
        await Eventually.IsTrueAsync(() => RefusesAsync(), () => "a full disk goes on acknowledging");
        // Between two attempts it may seem to have room, and have some.
        await Eventually.IsTrueAsync(
            async () => await RefusesAsync() && (await HealthAsync(server)).Contains("\"ready\":false", StringComparison.Ordinal), () => "a full disk is not told");

        await server.Process.KillAsync();
        disk.Free();
        await server.StartAgainAsync();
        disk.Fill();
        await Eventually.IsTrueAsync(() => RefusesAsync(), () => "a full disk goes on acknowledging");
        disk.Free();
        await Eventually.IsTrueAsync(async () => !await RefusesAsync(), () => "space came back, acknowledgements did not:\n" + server.Process.Output);
        Assert.Contains("\"ready\":true", await HealthAsync(server), StringComparison.Ordinal);

        var stored = (await StoredDrive.ReadAsync(server.Query, "acme/odd", AllOfTime))["Odd.Signal"];
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(stored.Count, stored.Distinct().Count());

        // Sends batches one after the other; true when one is refused, false when all are acknowledged.
        async Task<bool> RefusesAsync()
        {
            try
            {
                using var ingest = await IngestCall.BeginAsync(server, "acme/odd", session: session);
                for (var batch = 0; batch < 20; batch++)
                {
                    var times = Enumerable.Range(0, 5_000).Select(index => ((sequence + 1) * 1_000_000) + index).ToArray();
                    await ingest.SendAsync((ulong)++sequence, times, Values.Of(Noise(times.Length)));
                    await ingest.DurableAsync((ulong)sequence);
                    acknowledged.AddRange(times.Zip(Noise(times.Length)));
                }
                return false;
            }
            catch (RpcException refusal)
            {
                Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
                return true;
            }
        }
    }

    [Theory]
    [InlineData("data", false)]
    [InlineData("data/catalog.db", false)]
    [InlineData("data/journal/00000000000000000001.avj", true)]
    public async Task Start_FileThatIsNoneOfOurs_IsOneLineAndExitCode2OrIsKeptAside(string path, bool starts)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-test-");
        try
        {
            var file = Path.Combine(folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat((byte)0xA7, 9_000)]);
            await using var server = HostedProcess.Product(
                "AutoValley.Server", "--data", Path.Combine(folder.FullName, "data"), "--http", "0", "--grpc", "0", "--mqtt", "0");
            if (starts)
            {
                await server.LineAsync("ready:");
                return;
            }
            Assert.Equal(2, await server.ExitCodeAsync());
            Assert.Contains(file, Assert.Single(server.Output.Split('\n')), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> HealthAsync(ServerUnderTest server)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(server.Http + "/health");
        return await answer.Content.ReadAsStringAsync();
    }

    private static Batch Undecodable(ulong sequence, int count, bool badTimes)
    {
        var (times, values) = (new System.Buffers.ArrayBufferWriter<byte>(), new System.Buffers.ArrayBufferWriter<byte>());
        ColumnCodec.EncodeTimes([.. Enumerable.Range(0, count).Select(time => (long)time * time * 7_919 % 1_000_003)], times);
        ColumnCodec.Encode(Values.Of(Noise(count)), values);
        return new Batch
        {
            Sequence = sequence,
            BaseTime = 2_000,
            Times = { new TimeBase { Encoded = Cut(times.WrittenSpan, badTimes) } },
            Columns = { new Column { Signal = 1, Encoded = Cut(values.WrittenSpan, !badTimes) } },
        };
    }

    // The header stays, and says more than there is.
    private static ByteString Cut(ReadOnlySpan<byte> column, bool cut) => ByteString.CopyFrom(cut ? column[..(column.Length / 2)] : column);

    private static double[] Noise(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    private static async Task<int> BucketsAsync(ServerUnderTest server, ulong every)
    {
        using var call = server.Query.Aggregate(new AggregateRequest
        {
            Vehicle = "acme/odd", Signals = { "Odd.Signal" }, Span = AllOfTime, EveryNanos = every, Statistics = { Statistic.Mean, Statistic.Count },
        });
        var buckets = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            buckets += response.Starts.Count;
        return buckets;
    }

    private static async Task RefusedAsync(StatusCode expected, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(expected, refusal.StatusCode);
        Assert.NotEmpty(refusal.Status.Detail);
    }

    private static async Task<double> AskMetricsAsync(ServerUnderTest server, string name)
    {
        using var http = new HttpClient();
        var line = (await http.GetStringAsync(server.Http + "/metrics")).Split('\n').Single(line => line.StartsWith(name + ' ', StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}

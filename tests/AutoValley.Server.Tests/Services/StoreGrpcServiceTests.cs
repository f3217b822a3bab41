using System.Security.Cryptography;
using AutoValley.Server.Maintenance;
using AutoValley.Server.Services;
using AutoValley.Server.Tests.Maintenance;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Services;

public sealed class StoreGrpcServiceTests : IAsyncLifetime
{
    private readonly Rooms rooms = new();

    public Task InitializeAsync() => rooms.SealAsync(1, 2, UnixTime.NanosPerDay);

    public async Task DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public async Task GetStatistics_ByDay_TellsDaysAndTotals()
    {
        var answer = await GetAsync(new GetStatisticsRequest { By = Grouping.Day, Limit = 1 });
        Assert.Equal((6ul, 2ul, 2ul), (answer.Totals.Samples, answer.Totals.Days, answer.Rows));
        var day = Assert.Single(answer.Days);
        Assert.Equal((0L, 4ul), (day.StartTime, day.Samples));
        Assert.True(day.FileBytes > 0 && day.FileBytes < answer.Totals.DayBytes);
        Assert.Equal(3_600_000_000_000ul, answer.Retention.MaximumAgeNanos);
    }

    [Fact]
    public async Task GetStatistics_BySignal_MostBytesFirst()
    {
        var answer = await GetAsync(new GetStatisticsRequest { By = Grouping.Signal, Vehicle = "acme/car" });
        Assert.Equal(["B", "A"], answer.Series.Select(row => row.Signal));
        Assert.Equal(answer.Totals.ValueBytes, answer.Series.Aggregate(0ul, (sum, row) => sum + row.ValueBytes));
        Assert.Equal((3ul, 1L, UnixTime.NanosPerDay), (answer.Series[0].Samples, answer.Series[0].FirstTime, answer.Series[0].LastTime));
        Assert.Empty((await GetAsync(new GetStatisticsRequest { By = Grouping.Signal, Vehicle = "acme/other" })).Series);
    }

    [Fact]
    public async Task GetStatistics_ByVehicle_IsOneRow()
    {
        var row = Assert.Single((await GetAsync(new GetStatisticsRequest { By = Grouping.Vehicle })).Series);
        Assert.Equal(("acme/car", "", 6ul), (row.Vehicle, row.Signal, row.Samples));
    }

    [Theory]
    [InlineData(Grouping.Unspecified, 0)]
    [InlineData((Grouping)9, 0)]
    [InlineData(Grouping.Day, 10_001)]
    public async Task GetStatistics_Unusable_IsInvalidArgument(Grouping by, uint limit)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => GetAsync(new GetStatisticsRequest { By = by, Limit = limit }));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Backup_Store_SendsEachFileWithItsSizeAndDigest()
    {
        List<BackupResponse> parts = [];
        await BackupAsync(part => parts.Add(part));
        Assert.Equal(
            ["telemetry-1970-01-01.db", "telemetry-1970-01-02.db", "catalog.db"], parts.Where(part => part.File is not null).Select(part => part.File.Name));
        Assert.Equal((3ul, parts.Sum(part => part.Data.Length)), (parts[^1].End.Files, (long)parts[^1].End.Bytes));
        byte[] bytes = [];
        var file = new V1.BackupFile();
        foreach (var part in parts.SkipLast(1))
        {
            if (part.File is not null)
                (file, bytes) = (part.File, []);
            bytes = [.. bytes, .. part.Data];
            if (part.FileEnd is null)
                continue;
            Assert.Equal(file.Bytes, (ulong)bytes.Length);
            Assert.Equal(SHA256.HashData(bytes), part.FileEnd.Sha256);
        }
    }

    [Fact]
    public async Task Backup_WhileOneRuns_IsAborted()
    {
        RpcException? refused = null;
        await BackupAsync(part => refused ??= Assert.ThrowsAsync<RpcException>(() => BackupAsync(_ => { })).GetAwaiter().GetResult());
        Assert.Equal(StatusCode.Aborted, refused!.StatusCode);
        await BackupAsync(_ => { });
    }

    [Fact]
    public async Task Backup_StoreClosed_IsUnavailable()
    {
        await rooms.Store.DisposeAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(() => BackupAsync(_ => { }));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
    }

    [Fact]
    public async Task Verify_SoundStore_EndsWithTheTotals()
    {
        List<VerifyResponse> responses = [];
        await Service().Verify(new VerifyRequest(), Into(responses), new CallContextStub(CancellationToken.None));
        Assert.Equal((3ul, 4ul, 6ul, 0ul), (responses[^1].End.Files, responses[^1].End.Chunks, responses[^1].End.Samples, responses[^1].End.Findings));
        Assert.Contains(responses, response => response.Progress?.File == "telemetry-1970-01-02.db");
        Assert.All(responses, response => Assert.Null(response.Finding));
    }

    [Fact]
    public async Task Compact_Days_AreDoneInOrder()
    {
        List<CompactResponse> responses = [];
        await Service().Compact(new CompactRequest(), Into(responses), new CallContextStub(CancellationToken.None));
        Assert.Equal([0, UnixTime.NanosPerDay], responses.Where(response => response.Done).Select(response => response.Day));
        Assert.All(responses, response => Assert.True(response.Bytes > 0 && response.BytesBefore > 0));
    }

    [Fact]
    public async Task Compact_WhileVerificationRuns_IsAborted()
    {
        RpcException? refused = null;
        var writer = new StreamWriterStub<VerifyResponse>(async _ => refused ??= await Assert.ThrowsAsync<RpcException>(
            () => Service().Compact(new CompactRequest(), Into<CompactResponse>([]), new CallContextStub(CancellationToken.None))));
        await Service().Verify(new VerifyRequest(), writer, new CallContextStub(CancellationToken.None));
        Assert.Equal(StatusCode.Aborted, refused!.StatusCode);
    }

    private static StreamWriterStub<T> Into<T>(List<T> responses) => new(response =>
    {
        responses.Add(response);
        return Task.CompletedTask;
    });

    private Task BackupAsync(Action<BackupResponse> receive) => Service().Backup(
        new BackupRequest(),
        new StreamWriterStub<BackupResponse>(part =>
        {
            receive(part);
            return Task.CompletedTask;
        }),
        new CallContextStub(CancellationToken.None));

    private Task<GetStatisticsResponse> GetAsync(GetStatisticsRequest request) =>
        Service().GetStatistics(request, new CallContextStub(CancellationToken.None));

    private StoreGrpcService Service() =>
        new(rooms.Maintenance, new RetentionOptions { MaximumAge = System.TimeSpan.FromHours(1) }, new RetentionStatus());
}

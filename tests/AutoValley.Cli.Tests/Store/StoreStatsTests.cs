using AutoValley.V1;

namespace AutoValley.Cli.Tests.Store;

public sealed class StoreStatsTests : CommandTests
{
    [Fact]
    public async Task Stats_Totals_AreOneLineEach()
    {
        Server.Store.Statistics = new GetStatisticsResponse
        {
            Totals = new StoreTotals { Samples = 1_000, ValueBytes = 500, TimeBytes = 130, DayBytes = 700, Days = 2, PinnedBytes = 300 },
            Retention = new RetentionState { MaximumAgeNanos = 86_400_000_000_000, DeletedSamples = 7, OverReason = "why" },
        };
        var output = await DoneAsync("store stats");
        Assert.StartsWith("field\tvalue\nsamples\t1000\n", output, StringComparison.Ordinal);
        Assert.Contains("\nbytes_a_sample\t0.63\nday_file_bytes\t700\nfile_bytes_a_sample\t0.7\n", output, StringComparison.Ordinal);
        Assert.Contains("\npinned_bytes\t300\nretention_age_s\t86400\nretention_bytes\t\nretention_last_pass\t\n", output, StringComparison.Ordinal);
        Assert.Contains("\ndeleted_samples\t7\nover_bytes\t0\nover_reason\twhy\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_ByDay_NamesDaysAndProblems()
    {
        Server.Store.Statistics = new GetStatisticsResponse
        {
            Totals = new StoreTotals(), Retention = new RetentionState(), Rows = 2,
            Days =
            {
                new DayStatistics { StartTime = Second(0) - Second(0) % 86_400_000_000_000, FileBytes = 90, Samples = 60, Chunks = 2, Pinned = true },
                new DayStatistics { StartTime = 0, FileBytes = 5, Problem = "malformed" },
            },
        };
        Assert.Equal(
            "day,samples,chunks,file_bytes,bytes_a_sample,pinned,problem\n2026-11-22,60,2,90,1.5,true,\n1970-01-01,0,0,5,,false,malformed\n",
            await DoneAsync("store stats --by day -f csv"));
        Assert.Equal(Grouping.Day, Server.Store.StatisticsAsked!.By);
    }

    [Fact]
    public async Task Stats_BySignal_AsksForAVehicleAndTellsWhatIsLeftOut()
    {
        Server.Store.Statistics = new GetStatisticsResponse
        {
            Totals = new StoreTotals(), Retention = new RetentionState(), Rows = 9,
            Series =
            {
                new SeriesStatistics
                {
                    Vehicle = "default/car1", Signal = "Vehicle.Speed", Samples = 8, Chunks = 1, ValueBytes = 10, TimeBytes = 2.4,
                    FirstTime = Second(0), LastTime = Second(1),
                },
            },
        };
        var output = await OutputOfAsync("store stats --by signal --vehicle car1 --limit 1");
        Assert.Equal(
            "vehicle\tsignal\tsamples\tchunks\tvalue_bytes\ttime_bytes\tbytes_a_sample\tfirst\tlast\n" +
            "default/car1\tVehicle.Speed\t8\t1\t10\t2\t1.55\t2026-11-22T10:00:00.000000000Z\t2026-11-22T10:00:01.000000000Z\n",
            output);
        Assert.Equal("autovalley: 1 of 9 rows; --limit gives more\n", Error);
        var asked = Server.Store.StatisticsAsked!;
        Assert.Equal((Grouping.Signal, "default/car1", 1u), (asked.By, asked.Vehicle, asked.Limit));
    }

    [Theory]
    [InlineData("store stats --by month", "autovalley store stats: Argument 'month' not recognized.")]
    [InlineData("store stats --vehicle car1", "autovalley: --vehicle goes with --by vehicle or --by signal")]
    public async Task Stats_WrongUse_IsToldWithCode2(string line, string told)
    {
        Assert.Equal(2, await RunAsync(line));
        Assert.StartsWith(told, Error, StringComparison.Ordinal);
    }
}

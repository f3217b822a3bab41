using AutoValley.Storage.Influx;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>What lies in InfluxDB after sealing: parts that tell the order of batches, and bits of doubles that line protocol has no word for.</summary>
public sealed class InfluxPartsTests(InfluxFixture influx) : IClassFixture<InfluxFixture>, IAsyncLifetime
{
    private TestStore test = null!;
    private string database = "";

    public async Task InitializeAsync()
    {
        test = new TestStore();
        if (InfluxOrderer.IsInstalled)
            database = await test.UseInfluxAsync(influx.Process.Url);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [ToolFact("influxd")]
    public async Task Seal_AllTypes_MakesOneLineATime()
    {
        var session = test.Vehicle.NewSession();
        long[] times = [10, 20];
        await SealAsync(TestVehicle.Batch(
            session, 1,
            (TestVehicle.Speed, times, Values.Of(new[] { 1.5, double.PositiveInfinity })), (TestVehicle.Gear, times, Values.Of(new long[] { 3, -4 })),
            (TestVehicle.Brake, times, Values.Of(new[] { true, false })), (TestVehicle.Note, times, Values.Of(new[] { "a", "" }))));
        var series = (await influx.Process.QueryAsync(database, "SELECT * FROM telemetry GROUP BY *")).GetProperty("series")[0];
        Assert.Equal(
            $$"""{"organisation":"avl","part":"1","session":"{{session.SessionId}}","vehicle":"shuttle-1"}""", series.GetProperty("tags").GetRawText());
        Assert.Equal(
            """["time","Vehicle.Brake:boolean","Vehicle.Gear:integer","Vehicle.Note:text","Vehicle.Speed","Vehicle.Speed:bits"]""",
            series.GetProperty("columns").GetRawText());
        Assert.Equal("""[[10,true,3,"a",1.5,null],[20,false,-4,"",null,"7ff0000000000000"]]""", series.GetProperty("values").GetRawText());
    }

    [ToolTheory("influxd")]
    [InlineData(double.NaN, 2.5, false)]
    [InlineData(double.NaN, 2.5, true)]
    [InlineData(2.5, double.NaN, false)]
    [InlineData(2.5, double.NegativeInfinity, true)]
    [InlineData(double.NaN, -0.0, false)]
    public async Task Seal_NumberOverNoneOrTheOtherWayAbout_GivesTheLater(double first, double second, bool reopened)
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(Speeds(session, 1, 10, first, first));
        if (reopened)
            await test.ReopenAsync();
        await SealAsync(Speeds(test.Find(session), 2, 11, second));
        await SealAsync(Speeds(test.Find(session), 3, 12, 7));
        Assert.Equal([(10, SampleValue.Of(first)), (11, SampleValue.Of(second)), (12, SampleValue.Of(7.0))], await test.Store.ReadAllAsync(test.Speed));
        Assert.Equal(["1"], await PartsAsync());
    }

    [ToolFact("influxd")]
    public async Task Seal_NumberOverNoneBeforeBitsThatWereTakenBack_GivesTheNumber()
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(Speeds(session, 1, 10, double.NaN, double.NaN));
        await SealAsync(Speeds(session, 2, 11, 2));
        await test.ReopenAsync();
        await SealAsync(Speeds(test.Find(session), 3, 10, 1));
        Assert.Equal([(10, SampleValue.Of(1.0)), (11, SampleValue.Of(2.0))], await test.Store.ReadAllAsync(test.Speed));
    }

    [ToolFact("influxd")]
    public async Task Seal_SignalsCalledAsInfluxDbsOwn_AreKeptAndHideNothing()
    {
        string[] names = ["time", "TIME", "vehicle", "session", "part", "organisation", "Vehicle.Speed"];
        var vehicle = test.Catalogue.AddVehicle(new VehicleName("avl", "shuttle-1"));
        var session = test.Catalogue.Declare(
            vehicle, SessionId.New(), [.. names.Select((name, index) => new SignalDefinition((uint)index + 1, name, SignalType.Double))]);
        await SealAsync(TestVehicle.Batch(session, 1, [.. names.Select((_, index) => ((uint)index + 1, new long[] { 10, 20 }, (Values)Values.Of(new[] { index, double.NaN })))]));
        // Parts are found again, and bits.
        await test.ReopenAsync();
        session = test.Find(session);
        await SealAsync(TestVehicle.Batch(session, 2, [.. names.Select((_, index) => ((uint)index + 1, new long[] { 20, 30 }, (Values)Values.Of(new[] { 7.5, index })))]));
        Assert.Equal(["1"], await PartsAsync());
        // As do fields that somebody else writes.
        await influx.Process.WriteAsync(database, "telemetry,vehicle=other vehicle=1,session=2,part=3,organisation=4 10");
        for (var index = 0; index < names.Length; index++)
        {
            var samples = await test.Store.ReadAllAsync(test.Catalogue.FindSeries(session.Vehicle, names[index])[0]);
            Assert.Equal([(10, SampleValue.Of((double)index)), (20, SampleValue.Of(7.5)), (30, SampleValue.Of((double)index))], samples);
        }
        await test.ReopenAsync();
        await SealAsync(TestVehicle.Batch(test.Find(session), 3, (7, [40], Values.Of(new[] { 1.0 }))));
        Assert.Equal(["1"], await PartsAsync());
    }

    [ToolFact("influxd")]
    public async Task Seal_HolesAndLateBatches_MakesAPartAStretch()
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(TestVehicle.Speeds(session, 1, 10), TestVehicle.Speeds(session, 2, 20), TestVehicle.Speeds(session, 5, 50));
        Assert.Equal(["1", "5"], await PartsAsync());
        await SealAsync(TestVehicle.Speeds(session, 6, 60), TestVehicle.Speeds(session, 3, 50));
        Assert.Equal(["1", "5"], await PartsAsync());
        await test.ReopenAsync();
        session = test.Find(session);
        await SealAsync(TestVehicle.Speeds(session, 4, 60), TestVehicle.Speeds(session, 7, 70), TestVehicle.Speeds(session, 9, 90));
        Assert.Equal(["1", "5", "9"], await PartsAsync());
        Assert.Equal(8, await influx.Process.CountAsync(database));
        await test.AssertSpeedTimesAsync(10, 20, 50, 60, 70, 90);
    }

    [ToolFact("influxd")]
    public async Task Seal_SameSegmentAgainAfterACrash_ChangesNothing()
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(TestVehicle.Speeds(session, 1, 10), TestVehicle.Speeds(session, 3, 30));
        // All is written, and the process ends before it is noted.
        test.WrapWatermarks = inner => new ForgetfulWatermarks(inner);
        await test.ReopenAsync();
        session = test.Find(session);
        await test.Store.AppendAllAsync(
            TestVehicle.Speeds(session, 2, 20), TestVehicle.Speeds(session, 4, 40), TestVehicle.Speeds(session, 5, 10, 50), TestVehicle.Speeds(session, 8, 80));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
        var before = (await influx.Process.QueryAsync(database, "SELECT * FROM telemetry GROUP BY *")).GetRawText();
        test.WrapWatermarks = inner => inner;
        await test.ReopenAsync();
        await test.Store.SealAsync(default);
        Assert.Equal(before, (await influx.Process.QueryAsync(database, "SELECT * FROM telemetry GROUP BY *")).GetRawText());
        Assert.Equal(["1", "3", "8"], await PartsAsync());
        await test.AssertSpeedTimesAsync(10, 20, 30, 40, 50, 80);
    }

    [ToolFact("influxd")]
    public async Task Seal_WhileASnapshotIsOpen_BeginsAPartAndGoesOnWithIt()
    {
        var session = test.Vehicle.NewSession();
        await SealAsync(TestVehicle.Speeds(session, 1, 10));
        using (test.Store.OpenSnapshot([session.Vehicle]))
            await SealAsync(TestVehicle.Speeds(session, 2, 20));
        await SealAsync(TestVehicle.Speeds(session, 3, 30));
        Assert.Equal(["1", "2"], await PartsAsync());
        await test.AssertSpeedTimesAsync(10, 20, 30);
    }

    [ToolFact("influxd")]
    public async Task Read_MoreThanAPage_GivesEachSampleOnce()
    {
        var session = test.Vehicle.NewSession();
        var many = Enumerable.Range(0, (2 * PartReader.PageSamples) + 3).Select(index => (long)index * 2).ToArray();
        await SealAsync(TestVehicle.Speeds(session, 1, many));
        await SealAsync(TestVehicle.Speeds(session, 4, 1, 65_001, 131_073));
        var expected = many.Concat([1, 65_001, 131_073]).Order().ToArray();
        Assert.Equal(expected, await test.Store.ReadTimesAsync(test.Speed));
        Assert.Equal(expected.Where(time => time is >= 100 and < 131_000), await test.Store.ReadTimesAsync(test.Speed, new TimeRange(100, 131_000)));
    }

    [ToolFact("influxd")]
    public async Task Read_LongTexts_GivesEachOnceInPagesOfSoManyBytes()
    {
        const int TextLength = 500_000;
        const int Texts = 40;
        var session = test.Vehicle.NewSession();
        for (var number = 1; number <= Texts; number++)
            await SealAsync(TestVehicle.Batch(session, (ulong)number, (TestVehicle.Note, [number], Values.Of(new[] { new string((char)('a' + (number % 26)), TextLength) }))));
        var options = new InfluxStoreOptions { Url = influx.Process.Url, Database = database };
        using var client = new InfluxClient(options, TimeProvider.System, new InfluxPace(options, TimeProvider.System));
        var reader = new PartReader(client, new InfluxQl(""), new PartLedger(client, test.Catalogue, maximumSessions: 1));
        List<(long Time, char First)> found = [];
        await foreach (var piece in reader.FindAsync(test.Vehicle.Series(TestVehicle.Note), TimeRange.All, default))
        {
            var samples = await piece.LoadAsync(default);
            Assert.InRange(2L * TextLength * samples.Count, 1, PageColumn.MaximumTextBytes);
            found.AddRange(samples.Times.ToArray().Zip(((Values<string>)samples.Values).Items.ToArray(), (time, text) => (time, text[0])));
        }
        Assert.Equal(Enumerable.Range(1, Texts).Select(number => ((long)number, (char)('a' + (number % 26)))), found);
    }

    [ToolFact("influxd")]
    public async Task Seal_WhatInfluxDbCannotKeep_BecomesDeadLettersAndTheRestIsKept()
    {
        await test.UseInfluxAsync(influx.Process.Url, options => options with { MaximumTextBytes = 10 });
        var session = test.Vehicle.NewSession();
        await SealAsync(TestVehicle.Batch(
            session, 1, (TestVehicle.Speed, [long.MinValue, 5, long.MaxValue], Values.Of(new[] { 1.0, 2.0, 3.0 })),
            (TestVehicle.Note, [6, 7], Values.Of(new[] { "short", "ten bytes \u20ac" }))));
        await test.AssertSpeedTimesAsync(5);
        Assert.Equal([(6L, SampleValue.Of("short"))], await test.Store.ReadAllAsync(test.Vehicle.Series(TestVehicle.Note)));
        Assert.Equal(["text", "time"], test.Catalogue.DeadLetters("avl/shuttle-1", 10).Select(letter => letter.Reason).Order());
        var statistics = await test.Store.GetStatisticsAsync(default);
        Assert.Equal((2, 2), (statistics.SealedSamples, statistics.Remote!.Refused));
    }

    [ToolFact("influxd")]
    public async Task Seal_TimesThatTheRetentionPolicyDoesNotKeep_StoresTheOthersWithoutALetterEach()
    {
        await influx.Process.QueryAsync("", $"CREATE DATABASE \"{database}\" WITH DURATION 1d NAME day");
        var now = UnixTime.Now(TimeProvider.System);
        await SealAsync(TestVehicle.Speeds(test.Vehicle.NewSession(), 1, [.. Enumerable.Range(1, 500).Select(time => (long)time), now - 2, now - 1]));
        await test.AssertSpeedTimesAsync(now - 2, now - 1);
        Assert.StartsWith("500 lines are of times", Assert.Single(test.Catalogue.DeadLetters(null, 10)).Detail, StringComparison.Ordinal);
    }

    [ToolFact("influxd")]
    public async Task Seal_AgainAsItCouldNotBeNoted_TellsAndCountsOnce()
    {
        test.WrapWatermarks = inner => new ForgetfulWatermarks(inner);
        await test.UseInfluxAsync(influx.Process.Url, options => options with { MaximumTextBytes = 10 });
        await test.Store.AppendAllAsync(TestVehicle.Batch(
            test.Vehicle.NewSession(), 1, (TestVehicle.Speed, [5], Values.Of(new[] { 2.0 })), (TestVehicle.Note, [6], Values.Of(new[] { "eleven byte" }))));
        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAnyAsync<Exception>(() => test.Store.SealAsync(default));
        Assert.Equal((1, 1), (test.Catalogue.DeadLetterTotal, (await test.Store.GetStatisticsAsync(default)).SealedSamples));
    }

    [ToolFact("influxd")]
    public async Task Seal_LinesThatInfluxDbRefuses_BecomeDeadLettersAndTheRestIsKept()
    {
        // Somebody else made a field of another type.
        await SealAsync(TestVehicle.Speeds(test.Vehicle.NewSession(), 1, 1));
        await influx.Process.WriteAsync(database, "telemetry,vehicle=other Vehicle.Gear:integer=1.5 10");
        var session = test.Vehicle.NewSession();
        await SealAsync(
            TestVehicle.Speeds(session, 1, [.. Enumerable.Range(100, 2_000).Select(time => (long)time)]),
            TestVehicle.Batch(session, 2, (TestVehicle.Gear, [5, 6, 7], Values.Of(new long[] { 1, 2, 3 }))));
        Assert.Equal(2_001, (await test.Store.ReadTimesAsync(test.Speed)).Length);
        var letters = test.Catalogue.DeadLetters("avl/shuttle-1", 10);
        Assert.Equal(3, letters.Count);
        Assert.All(letters, letter => Assert.Contains("field type conflict", letter.Detail, StringComparison.Ordinal));
        Assert.All(letters, letter => Assert.Contains(" Vehicle.Gear:integer=", System.Text.Encoding.UTF8.GetString(letter.Payload.Span), StringComparison.Ordinal));
    }

    [ToolTheory("influxd")]
    [InlineData("Vehicle.Speed:bits=\"no digits\"", TestVehicle.Speed)]
    [InlineData("Vehicle.Gear:integer=1.5", TestVehicle.Gear)]
    [InlineData("Vehicle.Brake:boolean=\"true\"", TestVehicle.Brake)]
    public async Task Read_ValueOfSomebodyElse_IsUnavailable(string field, uint signal)
    {
        test.Vehicle.NewSession();
        // It makes the database where it is missing, also to read.
        Assert.Empty(await test.Store.ReadAllAsync(test.Vehicle.Series(signal)));
        await influx.Process.WriteAsync(database, $"telemetry,organisation=avl,vehicle=shuttle-1,session=0,part=1 {field} 10");
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadAllAsync(test.Vehicle.Series(signal)));
        Assert.Contains("a value that AutoValley did not write", refused.Message, StringComparison.Ordinal);
    }

    private static AcceptedBatch Speeds(Session session, ulong sequence, long time, params double[] values) =>
        TestVehicle.Batch(session, sequence, (TestVehicle.Speed, [.. values.Select((_, index) => time + index)], Values.Of(values)));

    private async Task SealAsync(params AcceptedBatch[] batches)
    {
        await test.Store.AppendAllAsync(batches);
        await test.Store.SealAsync(default);
    }

    private async Task<string[]> PartsAsync()
    {
        var answer = await influx.Process.QueryAsync(database, "SHOW TAG VALUES FROM telemetry WITH KEY = part");
        return [.. answer.GetProperty("series")[0].GetProperty("values").EnumerateArray().Select(row => row[1].GetString()!).Order()];
    }
}

using AutoValley.Storage.Influx;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>What InfluxDB 2.x and 3.x answer to writes, and what is done about it. The bodies are those of InfluxData's documentation.</summary>
public sealed class InfluxAnswersTests : IAsyncLifetime
{
    private readonly TestStore test = new();
    private FakeInflux influx = null!;
    private Session session = null!;

    public async Task InitializeAsync()
    {
        influx = await FakeInflux.StartAsync();
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await test.DisposeAsync();
        Assert.Empty(influx.Faults);
        await influx.DisposeAsync();
    }

    [Theory]
    [InlineData("v2.7.1", InfluxDialect.V2)]
    [InlineData("2.0.9", InfluxDialect.V2)]
    [InlineData("3.1.0", InfluxDialect.V3)]
    public async Task Seal_VersionInPingsHeader_TellsTheDialect(string version, InfluxDialect dialect)
    {
        influx.Ping = () => new(204, "", ("X-Influxdb-Version", version), ("X-Influxdb-Build", "OSS"));
        await AssertDialectAsync(dialect, version);
    }

    [Fact]
    public async Task Seal_VersionInPingsBody_TellsTheDialect()
    {
        influx.Ping = () => new(200, """{"version":"3.2.1","revision":"abc","process_id":"d1"}""");
        await AssertDialectAsync(InfluxDialect.V3, "3.2.1");
    }

    [Fact]
    public async Task Seal_VersionInHealth_TellsTheDialect()
    {
        influx.Ping = () => new(204, "");
        influx.Health = () => new(200, """{"name":"influxdb","message":"ready for queries and writes","status":"pass","checks":[],"version":"v2.4.0","commit":"x"}""");
        await AssertDialectAsync(InfluxDialect.V2, "v2.4.0");
    }

    [Fact]
    public async Task Seal_NoVersion_SaysWhatToSet()
    {
        influx.Ping = () => new(204, "");
        await AppendAsync(3);
        var failure = await FailAsync();
        Assert.Contains("Influx:Dialect", failure, StringComparison.Ordinal);
        await OpenAsync(InfluxDialect.V2);
        await test.SealPatientlyAsync();
        Assert.Equal(3, influx.Lines.Count);
    }

    [Theory]
    [InlineData(401, """{"code":"unauthorized","message":"unauthorized access"}""")]
    [InlineData(403, """{"code":"forbidden","message":"insufficient permissions"}""")]
    [InlineData(404, """{"code":"not found","message":"bucket \"av\" not found"}""")]
    [InlineData(400, """{"code":"invalid","message":"missing required Org parameter"}""")]
    [InlineData(404, """{"error":"retention policy not found: week"}""")]
    [InlineData(400, """{"error":"retention policy not found: week"}""")]
    [InlineData(500, """{"code":"internal error","message":"engine is closed"}""")]
    [InlineData(503, "")]
    [InlineData(302, "")]
    public async Task Seal_WhatIsNoFaultOfLines_IsTriedAgainUntilItIsTaken(int status, string body)
    {
        await AppendAsync(3);
        influx.Always = () => new(status, body);
        Assert.Contains($"answers {status}", await FailAsync(), StringComparison.Ordinal);
        Assert.Contains(test.Store.Health.Warnings, warning => warning.Contains($"answers {status}", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", await FailAsync(), StringComparison.Ordinal);
        influx.Always = null;
        await test.SealPatientlyAsync();
        Assert.Equal((3, 0L), (influx.Lines.Count, test.Catalogue.DeadLetterTotal));
        Assert.Empty(test.Store.Health.Warnings);
    }

    [Theory]
    [InlineData(404, InfluxDialect.V3)]
    [InlineData(0, InfluxDialect.V3)]
    [InlineData(503, InfluxDialect.V2)]
    public async Task Seal_AfterAnOutageOrAPathThatIsNotKnown_LooksAgainWhoAnswers(int status, InfluxDialect dialect)
    {
        await AppendAsync(3);
        await test.SealPatientlyAsync();
        influx.Ping = () => new(200, """{"version":"3.2.1","revision":"abc","process_id":"d1"}""");
        influx.Always = () => new(status, "");
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 4));
        await FailAsync();
        influx.Always = null;
        await test.SealPatientlyAsync();
        Assert.Equal((4, dialect), (influx.Lines.Count, (await test.Store.GetStatisticsAsync(default)).Remote!.Dialect));
    }

    [Fact]
    public async Task Seal_ConnectionCut_IsTriedAgain()
    {
        await AppendAsync(3);
        influx.Always = () => new(0, "");
        Assert.Contains("cannot be reached", await FailAsync(), StringComparison.Ordinal);
        influx.Always = null;
        await test.SealPatientlyAsync();
        Assert.Equal(3, influx.Lines.Count);
    }

    [Fact]
    public async Task Seal_TooLarge_IsSentInHalves()
    {
        await AppendAsync(100);
        for (var request = 0; request < 40; request++)
            influx.Then(lines => lines.Length > 10 ? new(413, """{"code":"request too large","message":"cannot read data: points in batch is too large"}""") : null);
        await test.SealPatientlyAsync();
        Assert.Equal((100, 0L), (influx.Lines.Count, test.Catalogue.DeadLetterTotal));
    }

    [Fact]
    public async Task Seal_OneLineTooLarge_BecomesADeadLetter()
    {
        await AppendAsync(1);
        influx.Then(_ => new(413, "too large"));
        await test.SealPatientlyAsync();
        Assert.Equal((0, 1L), (influx.Lines.Count, test.Catalogue.DeadLetterTotal));
    }

    [Fact]
    public async Task Seal_LineNamedByV2_BecomesADeadLetterAndTheRestIsStored()
    {
        await AppendAsync(10);
        influx.Then(lines => new(400, $$"""{"code":"invalid","message":"unable to parse '{{lines[3]}}': invalid number"}"""));
        await test.SealPatientlyAsync();
        Assert.Equal((9, 2), (influx.Lines.Count, influx.Writes.Count));
        Assert.Contains("invalid number", Assert.Single(test.Catalogue.DeadLetters("avl/shuttle-1", 10)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seal_LinesNumberedByV3_BecomeDeadLettersAndTheRestIsStored()
    {
        await AppendAsync(10);
        influx.Then(lines =>
        {
            influx.Store(lines.Where((_, index) => index is not (1 or 7)));
            return new(400, """
                {"error":"partial write of line protocol occurred","data":[
                {"error_message":"invalid column type for column 'Vehicle.Speed'","line_number":2,"original_line":"x"},
                {"error_message":"other","line_number":8,"original_line":"y"}]}
                """);
        });
        await test.SealPatientlyAsync();
        Assert.Equal(8, influx.Lines.Count);
        Assert.Equal(["invalid column type for column 'Vehicle.Speed'", "other"], test.Catalogue.DeadLetters("avl/shuttle-1", 10).Select(letter => letter.Detail).Order());
    }

    [Fact]
    public async Task Seal_PartialWriteThatNamesNoLine_IsFoundByHalves()
    {
        await AppendAsync(64);
        // 422: what of a body is not stored has one time.
        for (var request = 0; request < 40; request++)
        {
            influx.Then(lines =>
            {
                if (!lines.Any(IsBad))
                    return null;
                influx.Store(lines.Where(line => !IsBad(line)));
                return new(422, """{"code":"unprocessable entity","message":"failure writing points to database: partial write: a point is bad"}""");
            });
        }
        await test.SealPatientlyAsync();
        Assert.Equal((63, 1L), (influx.Lines.Count, test.Catalogue.DeadLetterTotal));
        Assert.InRange(influx.Writes.Count, 2, 16);

        static bool IsBad(string line) => line.EndsWith(" 17", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":"partial write: points beyond retention policy dropped=600"}""")]
    [InlineData(422, """{"code":"unprocessable entity","message":"failure writing points to database: partial write: points beyond retention policy dropped=600"}""")]
    public async Task Seal_SomeBeyondTheRetentionPolicy_GoesOnWithOneLetterAndAWarning(int status, string body)
    {
        await AppendAsync(1_000);
        influx.Then(lines =>
        {
            influx.Store(lines[600..]);
            return new(status, body);
        });
        await test.SealPatientlyAsync();
        Assert.Equal((400, 1), (influx.Lines.Count, influx.Writes.Count));
        Assert.StartsWith("600 lines are of times that", Assert.Single(test.Catalogue.DeadLetters(null, 10)).Detail, StringComparison.Ordinal);
        Assert.Equal(600, (await test.Store.GetStatisticsAsync(default)).Remote!.Refused);
        Assert.Contains(test.Store.Health.Warnings, warning => warning.Contains("retention policy", StringComparison.Ordinal));
        await test.Store.AppendAllAsync(TestVehicle.Speeds(session, 2, 5_000));
        await test.SealPatientlyAsync();
        Assert.Empty(test.Store.Health.Warnings);
    }

    [Fact]
    public async Task Seal_MoreBadLinesThanAreKept_CountsTheRest()
    {
        await AppendAsync(1_000);
        influx.Then(lines => new(400, $$"""{"error":"partial write: field type conflict: input field \"a\" dropped={{lines.Length}}"}"""));
        await test.SealPatientlyAsync();
        Assert.Equal((0, 1), (influx.Lines.Count, influx.Writes.Count));
        Assert.Equal(RefusedLines.MaximumLetters + 1, test.Catalogue.DeadLetterTotal);
        Assert.Contains(test.Catalogue.DeadLetters(null, 1_000), letter => letter.Detail.StartsWith("744 more refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Seal_OverALimitOfTheDatabase_IsWaitedFor()
    {
        await AppendAsync(3);
        influx.Always = () => new(400, """{"error":"partial write: max-values-per-tag limit exceeded (100000/100000): measurement=\"telemetry\" tag=\"session\" dropped=3"}""");
        Assert.Contains("max-values-per-tag", await FailAsync(), StringComparison.Ordinal);
        influx.Always = null;
        await test.SealPatientlyAsync();
        Assert.Equal((3, 0L), (influx.Lines.Count, test.Catalogue.DeadLetterTotal));
    }

    [Fact]
    public async Task Seal_AfterAFailure_SendsOnlyWhatIsNotStored()
    {
        await OpenAsync(bodyBytes: 4_096);
        await AppendAsync(1_000);
        string[] failed = [];
        for (var request = 0; request < 4; request++)
            influx.Then(_ => null);
        influx.Then(lines =>
        {
            failed = lines;
            return new(500, "once");
        });
        await test.SealPatientlyAsync();
        Assert.Equal(1_000, influx.Lines.Count);
        Assert.NotEmpty(failed);
        Assert.Equal(2, influx.Writes.Count(lines => lines.SequenceEqual(failed)));
        // No other came twice, also of those under way beside it.
        Assert.Equal(1_000 + failed.Length, influx.Writes.Sum(lines => lines.Length));
    }

    [Fact]
    public async Task Seal_SomeBeyondTheRetentionPolicyOfASegmentThatComesAgain_TellsOnce()
    {
        test.WrapWatermarks = inner => new ForgetfulWatermarks(inner);
        await OpenAsync();
        await AppendAsync(10);
        influx.Then(_ => new(400, """{"error":"partial write: points beyond retention policy dropped=10"}"""));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
            Assert.Contains(test.Store.Health.Warnings, warning => warning.StartsWith("10 lines are of times", StringComparison.Ordinal));
        }
        Assert.Equal((1, 1L), (influx.Writes.Count, test.Catalogue.DeadLetterTotal));
    }

    [Fact]
    public async Task Read_AnswerThatIsCutOrNone_IsUnavailable()
    {
        foreach (var body in new[] { """{"results":[{"statement_id":0,"series":[{"columns":["time","a"],"values":[[1,""", "<html>", """{"results":[{"statement_id":0,"error":"timeout"}]}""" })
        {
            influx.Query = _ => new(200, body);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadAllAsync(test.Speed));
        }
        influx.Query = _ => new(401, """{"error":"authorization failed"}""");
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadAllAsync(test.Speed));
        Assert.Contains("answers 401: {\"error\":\"authorization failed\"}", refused.Message, StringComparison.Ordinal);
    }

    private async Task AssertDialectAsync(InfluxDialect dialect, string version)
    {
        await AppendAsync(3);
        await test.SealPatientlyAsync();
        var remote = (await test.Store.GetStatisticsAsync(default)).Remote!;
        Assert.Equal((dialect, version, 1L), (remote.Dialect, remote.Version, remote.Requests));
        Assert.Equal(3, influx.Lines.Count);
    }

    private async Task OpenAsync(InfluxDialect dialect = InfluxDialect.Auto, int bodyBytes = 1 << 20)
    {
        await test.UseInfluxAsync(
            influx.Url,
            options => options with { Dialect = dialect, Org = "track", Bucket = "av", Token = "secret", BodyBytes = bodyBytes, MaximumPause = TimeSpan.FromMilliseconds(1) });
        session = session is null ? test.Vehicle.NewSession() : test.Find(session);
    }

    private Task AppendAsync(int samples) => test.Store.AppendAllAsync(TestVehicle.Speeds(session, 1, [.. Enumerable.Range(1, samples).Select(time => (long)time)]));

    private async Task<string> FailAsync() => (await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default))).Message;
}

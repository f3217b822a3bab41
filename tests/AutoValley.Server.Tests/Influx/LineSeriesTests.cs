using System.Net;
using System.Text;
using AutoValley.Server.Influx;
using AutoValley.Server.Influx.Writing;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Tests.Influx;

/// <summary>Which samples lines become, and which lines none.</summary>
public sealed class LineSeriesTests : IAsyncLifetime
{
    private const long Time = 1_790_000_000_000_000_000;

    private InfluxHost host = null!;

    public async Task InitializeAsync() => host = await InfluxHost.StartAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task Write_AFieldTooManyForTheVehicle_RefusesItsLinesAlone()
    {
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync($"cpu,vehicle=car-1 usage=1 {Time}"));
        FillSeries(host.Catalogue.FindVehicle(Name("acme/car-1"))!, leave: 1);
        var (status, body) = await host.WriteAsync(
            $"cpu,vehicle=car-1 usage=2 {Time + 1}\ncpu,vehicle=car-1 usage=3,last=1 {Time + 2}\ncpu,vehicle=car-1 usage=4,more=1 {Time + 3}\ncpu,vehicle=car-1 usage=5 {Time + 4}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("acme/car-1 has as many series as a vehicle may have, and none 'cpu.more' dropped=1", body, StringComparison.Ordinal);
        Assert.Equal([(Time, 1.0), (Time + 1, 2.0), (Time + 2, 3.0), (Time + 4, 5.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
        Assert.Equal([(Time + 2, 1.0)], await host.ReadAsync("acme/car-1", "cpu.last"));
        Assert.Equal($"cpu,vehicle=car-1 usage=4,more=1 {Time + 3}\n", Encoding.UTF8.GetString(Assert.Single(host.Catalogue.DeadLetters(null, 10)).Payload.Span));
    }

    [Fact]
    public async Task Write_TheSameTimeInLinesOfOtherLooks_GivesTheLast()
    {
        await host.WriteAsync($"cpu,vehicle=car-1 a=3 {Time}\ncpu,vehicle=car-1 a=1,b=2 {Time}\ncpu,vehicle=car-1 a=5 {Time}\ncpu,vehicle=car-1 b=7,a=6 {Time + 1}\ncpu,vehicle=car-1 a=8,b=9 {Time + 1}");
        Assert.Equal([(Time, 5.0), (Time + 1, 8.0)], await host.ReadAsync("acme/car-1", "cpu.a"));
        Assert.Equal([(Time, 2.0), (Time + 1, 9.0)], await host.ReadAsync("acme/car-1", "cpu.b"));
    }

    [Fact]
    public async Task Write_LinesOfOtherLooksOverDays_AreAllThere()
    {
        const long Day = 86_400_000_000_000;
        var lines = Enumerable.Range(0, 60).Select(line => $"cpu,vehicle=car-1 a={line}{(line % 3 == 0 ? ",b=\"x\"" : "")} {Time + (line / 2 * Day)}");
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync(string.Join('\n', lines)));
        Assert.Equal(Enumerable.Range(0, 30).Select(day => (Time + (day * Day), (object)((2.0 * day) + 1))), await host.ReadAsync("acme/car-1", "cpu.a"));
        Assert.Equal(20, (await host.ReadAsync("acme/car-1", "cpu.b")).Count);
    }

    [Fact]
    public async Task Write_ABatchThatIsRefused_IsOneDeadLetter()
    {
        // Of lines none is made that could not be used, but where no sample is allowed at all.
        await using var none = await InfluxHost.StartAsync(options => options with { Ingest = new IngestOptions { MaximumSamples = 0 } });
        var (status, body) = await none.WriteAsync($"m,vehicle=car-1 f=1 {Time}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("1 times, at most 0", body, StringComparison.Ordinal);
        Assert.Equal("limit", Assert.Single(none.Catalogue.DeadLetters(null, 10)).Reason);
    }

    [Fact]
    public async Task Write_AnotherOrganisationThanTheDatabases_IsRefused()
    {
        var (status, body) = await host.WriteAsync($"m,organisation=bravo,vehicle=car-1 f=1 {Time}\nm,organisation=acme,vehicle=car-1 f=2 {Time}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("tag 'organisation' says 'bravo', and the database is 'acme'", body, StringComparison.Ordinal);
        Assert.Null(host.Catalogue.FindVehicle(Name("bravo/car-1")));
        Assert.Equal([(Time, 2.0)], await host.ReadAsync("acme/car-1", "m.f"));
    }

    [Fact]
    public async Task Write_AnOrganisationWithTheNameOfTheDatabaseOfAll_IsFoundByItsTag()
    {
        await host.WriteAsync($"m,organisation=autovalley,vehicle=car-1 f=1 {Time}\nm,organisation=acme,vehicle=car-1 f=2 {Time}", "/write?db=autovalley");
        Assert.Equal(
            $$"""[{"name":"m","columns":["time","f"],"values":[[{{Time}},1]]}]""", await host.QueryAsync("SELECT f FROM m WHERE organisation = 'autovalley'", "db=autovalley&epoch=ns"));
    }

    [Fact]
    public async Task Query_AnotherOrganisationThanTheDatabases_IsRefused()
    {
        await host.WriteAsync($"m,organisation=bravo,vehicle=car-1 f=1 {Time}\nm,organisation=acme,vehicle=car-1 f=2 {Time}", "/write?db=autovalley");
        foreach (var query in new[] { "SELECT f FROM bravo..m", "SHOW SERIES ON bravo", "SHOW FIELD KEYS FROM bravo..m" })
            Assert.StartsWith("database 'bravo' is not read through 'acme'", await host.QueryAsync(query), StringComparison.Ordinal);
        var found = $$"""[{"name":"m","columns":["time","f"],"values":[[{{Time}},1]]}]""";
        Assert.Equal(found, await host.QueryAsync("SELECT f FROM bravo..m", "db=autovalley&epoch=ns"));
        Assert.Equal(found, await host.QueryAsync("SELECT f FROM bravo..m", "epoch=ns"));
    }

    [Fact]
    public async Task Write_SessionAndPartOfOthers_TellSeriesApart()
    {
        await host.WriteAsync($"telemetry,vehicle=car-1,session=morning Speed=1 {Time}\ntelemetry,vehicle=car-1,session=evening Speed=2 {Time}");
        Assert.Equal([(Time, 1.0)], await host.ReadAsync("acme/car-1", "Speed..session.morning"));
        Assert.Equal([(Time, 2.0)], await host.ReadAsync("acme/car-1", "Speed..session.evening"));
    }

    [Fact]
    public void Find_KeysThatGoNowhere_PushNoOthersOut()
    {
        const int MoreThanAreRemembered = 70_000;
        var targets = new LineTargets(host.Sessions, new InfluxOptions());
        var (one, other) = (targets.Find("acme", "cpu,vehicle=a"u8, out _)!, targets.Find("bravo", "cpu,vehicle=a"u8, out _)!);
        Assert.Equal(("acme/a", "bravo/a"), (one.Session.Vehicle.ToString(), other.Session.Vehicle.ToString()));
        for (var made = 0; made < MoreThanAreRemembered; made++)
            Assert.Null(targets.Find($"made-up-{made}", "cpu,tag=value"u8, out _));
        Assert.Same(one, targets.Find("acme", "cpu,vehicle=a"u8, out _));
    }

    [Fact]
    public async Task Write_TheSameLineToTwoDatabases_IsInBoth()
    {
        foreach (var (database, value) in new[] { ("acme", 1.0), ("bravo", 2.0), ("acme", 3.0) })
        {
            await host.WriteAsync($"cpu,vehicle=car-1 usage={value} {Time}", $"/write?db={database}");
            Assert.Equal([(Time, value)], await host.ReadAsync($"{database}/car-1", "cpu.usage"));
        }
        Assert.Equal([(Time, 2.0)], await host.ReadAsync("bravo/car-1", "cpu.usage"));
    }

    [Fact]
    public async Task Write_MoreFieldsThanABatchMayHave_AreUpToTheVehiclesLimit()
    {
        FillSeries(host.Catalogue.AddVehicle(Name("acme/car-1")), leave: 20_000);
        for (var body = 0; body < 5; body++)
            Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync($"m,vehicle=car-1 {string.Join(',', Enumerable.Range(body * 4_000, 4_000).Select(field => $"f{field}=1"))} {Time}"));
        Assert.Equal([(Time, 1.0)], await host.ReadAsync("acme/car-1", "m.f19999"));
        Assert.Equal(HttpStatusCode.BadRequest, (await host.WriteAsync($"m,vehicle=car-1 f20000=1 {Time}")).Status);
    }

    [Fact]
    public async Task Write_TextsUpToTheLimit_AreTaken()
    {
        var longest = new string('x', TelemetryLines.MaximumTextBytes - 2) + "é";
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync($"m,vehicle=car-1 a=\"{longest}\" {Time}"));
        Assert.Equal([(Time, longest)], await host.ReadAsync("acme/car-1", "m.a"));
        var quotes = new string('"', TelemetryLines.MaximumTextBytes);
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync($"m,vehicle=car-1 b=\"{quotes.Replace("\"", "\\\"", StringComparison.Ordinal)}\" {Time}"));
        await host.Store.SealAsync(default);
        Assert.Equal([(Time, quotes)], await host.ReadAsync("acme/car-1", "m.b"));
        var (status, body) = await host.WriteAsync($"m,vehicle=car-1 a=\"x{longest}\" {Time}\nm,vehicle=car-1 c=1 {Time}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("a text of 524289 bytes, at most 524288", body, StringComparison.Ordinal);
        Assert.Equal([(Time, 1.0)], await host.ReadAsync("acme/car-1", "m.c"));
    }

    private static VehicleName Name(string text) => VehicleName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(text));

    private void FillSeries(Vehicle vehicle, int leave)
    {
        var signals = Enumerable.Range(1, host.Catalogue.SeriesLeft(vehicle) - leave).Select(id => new SignalDefinition((uint)id, $"s.{id}", SignalType.Double));
        host.Catalogue.Declare(vehicle, SessionId.New(), [.. signals]);
    }
}

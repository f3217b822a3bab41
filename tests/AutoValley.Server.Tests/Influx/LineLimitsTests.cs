using System.Globalization;
using System.Net;
using AutoValley.Server.Ingest;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Tests.Influx;

/// <summary>Lines that are about as large as may be: one too large is refused alone, and no batch of the others is too large.</summary>
public sealed class LineLimitsTests
{
    private const long Time = 1_790_000_000_000_000_000;
    private const int Texts = 4;
    private const int HalfABatch = Texts * TelemetryLines.MaximumTextBytes;

    [Theory]
    [InlineData(45, 0, 0)]
    [InlineData(170, 84, 2)]
    public async Task Write_LinesOfAboutHalfABatch_CostNoOthers(int bytesLess, int bytesLessNext, int taken)
    {
        const int Half = 32 << 10;
        await using var host = await InfluxHost.StartAsync(options => options with { Ingest = new IngestOptions { MaximumBatchBytes = 2 * Half } });
        var (one, other) = (new string('a', Half - bytesLess), new string('b', Half - bytesLessNext));
        await host.WriteAsync($"m,vehicle=car-1 n=0i {Time}\nm,vehicle=car-1 t=\"{one}\" {Time}\nm,vehicle=car-1 t=\"{other}\" {Time + 1}\nm,vehicle=car-1 n=3i {Time + 1}");
        Assert.Equal([(Time, 0L), (Time + 1, 3L)], await host.ReadAsync("acme/car-1", "m.n"));
        Assert.Equal(new[] { one, other }.Take(taken), (await host.ReadAsync("acme/car-1", "m.t")).Select(row => row.Value));
        Assert.DoesNotContain(host.Catalogue.DeadLetters(null, 10), letter => letter.Reason == "limit");
    }

    [Fact]
    public async Task Write_LinesWithManyLongTexts_AreTakenUpToHalfABatchEach()
    {
        await using var host = await InfluxHost.StartAsync();
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync(string.Concat(Enumerable.Range(0, 6).Select(row => Line(1_000, row)))));
        Assert.Equal(Enumerable.Range(0, 6).Select(row => (Time + row, (object)(long)row)), await host.ReadAsync("acme/car-1", "m.n"));
        Assert.Equal(Enumerable.Range(0, 6).Select(row => Text(row, 3, 0)), (await host.ReadAsync("acme/car-1", "m.t3")).Select(one => one.Value));
        var (status, body) = await host.WriteAsync(Line(1_000, 8) + Line(0, 9) + Line(1_000, 10));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("a line of more than 2097152 bytes, half of a batch (Ingest:MaximumBatchBytes) dropped=1", body, StringComparison.Ordinal);
        Assert.Equal([Time + 8, Time + 10], (await host.ReadAsync("acme/car-1", "m.n")).Skip(6).Select(one => one.Time));
    }

    [Fact]
    public async Task Write_MoreTextsThanABatchMayHave_GoIntoSeveral()
    {
        await using var host = await InfluxHost.StartAsync(options => options with { Ingest = new IngestOptions { MaximumBatchBytes = 64 << 20 } });
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync(string.Concat(Enumerable.Range(0, 3).Select(row => Line(1_000, row)))));
        Assert.Equal(3, (await host.ReadAsync("acme/car-1", "m.n")).Count);
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    public async Task Write_LinesWithMoreFieldsThanHalfABatchsSamples_AreRefusedAlone(int maximumSamples, int fields)
    {
        await using var host = await InfluxHost.StartAsync(options => options with { Ingest = new IngestOptions { MaximumSamples = maximumSamples } });
        var (status, body) = await host.WriteAsync(string.Concat(new[] { 1, fields, fields, 1, maximumSamples + 1, fields }.Select(FieldsLine)));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"more than {fields} fields (Ingest:MaximumColumns, half of Ingest:MaximumSamples) dropped=1", body, StringComparison.Ordinal);
        Assert.Equal([Time, Time + 1, Time + 2, Time + 3, Time + 5], (await host.ReadAsync("acme/car-1", "m.f0")).Select(one => one.Time));
    }

    [Fact]
    public async Task Write_ManyShortFieldsInSmallBatches_AreRefusedAlone()
    {
        await using var host = await InfluxHost.StartAsync(options => options with { Ingest = new IngestOptions { MaximumBatchBytes = 1 << 10 } });
        var (status, body) = await host.WriteAsync(string.Concat(new[] { 6, 90, 6, 6 }.Select(FieldsLine)));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("a line of more than 512 bytes, half of a batch (Ingest:MaximumBatchBytes) dropped=1", body, StringComparison.Ordinal);
        Assert.Equal([Time, Time + 2, Time + 3], (await host.ReadAsync("acme/car-1", "m.f5")).Select(one => one.Time));
    }

    private static string FieldsLine(int fields, int row) => $"m,vehicle=car-1 {string.Join(',', Enumerable.Range(0, fields).Select(field => $"f{field}=1"))} {Time + row}\n";

    // Texts of half a batch together but for some bytes, of which no two are the same.
    private static string Line(int bytesLess, int row) =>
        $"m,vehicle=car-1 n={row}i,{string.Join(',', Enumerable.Range(0, Texts).Select(field => $"t{field}=\"{Text(row, field, field == 0 ? bytesLess : 0)}\""))} {Time + row}\n";

    private static string Text(int row, int field, int bytesLess) => ((row * Texts) + field).ToString(CultureInfo.InvariantCulture).PadRight(TelemetryLines.MaximumTextBytes - bytesLess, 'x');
}

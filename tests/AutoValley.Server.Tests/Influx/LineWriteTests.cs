using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AutoValley.Server.Influx;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Influx;

public sealed class LineWriteTests : IAsyncLifetime
{
    private const long Time = 1_790_000_000_000_000_000;

    private InfluxHost host = null!;

    public async Task InitializeAsync() => host = await InfluxHost.StartAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task Write_LinesOfAllTypes_AreSignalsOfTheVehicle()
    {
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync($"cpu,vehicle=car-1 usage=1.5,n=3i,u=4u,ok=t,note=\"a \\\"b\\\"\" {Time}\n"));
        Assert.Equal([(Time, 1.5)], await host.ReadAsync("acme/car-1", "cpu.usage"));
        Assert.Equal([(Time, 3L)], await host.ReadAsync("acme/car-1", "cpu.n"));
        Assert.Equal([(Time, 4L)], await host.ReadAsync("acme/car-1", "cpu.u"));
        Assert.Equal([(Time, true)], await host.ReadAsync("acme/car-1", "cpu.ok"));
        Assert.Equal([(Time, "a \"b\"")], await host.ReadAsync("acme/car-1", "cpu.note"));
        Assert.Equal((1, 1, 0), (host.Counters.Bodies, host.Counters.LinesTaken, host.Counters.LinesRefused));
    }

    [Fact]
    public async Task Write_MeasurementTelemetry_IsSignalsAsTheyAreCalledHere()
    {
        await host.WriteAsync($"telemetry,organisation=bravo,vehicle=car-1,session={SessionId.New()},part=1 Vehicle.Speed=61.2 {Time}", "/write?db=autovalley");
        Assert.Equal([(Time, 61.2)], await host.ReadAsync("bravo/car-1", "Vehicle.Speed"));
    }

    [Fact]
    public async Task Write_OtherTags_MakeOtherSignals()
    {
        await host.WriteAsync($"cpu,vehicle=car-1,cpu=cpu0 usage=1 {Time}\ncpu,vehicle=car-1,cpu=cpu1 usage=2 {Time}\ncpu,vehicle=car-1 usage=3 {Time}");
        Assert.Equal([(Time, 1.0)], await host.ReadAsync("acme/car-1", "cpu.usage..cpu.cpu0"));
        Assert.Equal([(Time, 2.0)], await host.ReadAsync("acme/car-1", "cpu.usage..cpu.cpu1"));
        Assert.Equal([(Time, 3.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
    }

    [Theory]
    [InlineData("/write?db=acme&precision=s", 1_790_000_000_000_000_000)]
    [InlineData("/write?db=acme&precision=ms&rp=autogen&u=user&p=secret&consistency=one", 1_790_000_000_000_000)]
    [InlineData("/api/v2/write?org=acme&bucket=any&precision=us", 1_790_000_000_000)]
    [InlineData("/api/v2/write?bucket=acme/autogen&precision=ns", 1_790_000_000)]
    public async Task Write_WithPrecision_IsNanoseconds(string path, long expected)
    {
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync("cpu,host=srv-1 usage=1 1790000000", path));
        Assert.Equal([(expected, 1.0)], await host.ReadAsync("acme/srv-1", "cpu.usage"));
    }

    [Fact]
    public async Task Write_ALineWithoutTime_HasTheServers()
    {
        await host.WriteAsync("cpu,vehicle=car-1 usage=1\ncpu,vehicle=car-1 other=2");
        var (one, other) = (Assert.Single(await host.ReadAsync("acme/car-1", "cpu.usage")), Assert.Single(await host.ReadAsync("acme/car-1", "cpu.other")));
        Assert.Equal(one.Time, other.Time);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (one.Time / 1_000_000), 0, 3_600_000);
    }

    [Fact]
    public async Task Write_TheSameTimeAgain_GivesTheLater()
    {
        await host.WriteAsync($"cpu,vehicle=car-1 usage=1,usage=2 {Time}\ncpu,vehicle=car-1 usage=3 {Time}\ncpu,vehicle=car-1 x=0,usage=4 {Time}");
        Assert.Equal([(Time, 4.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
        await host.WriteAsync($"cpu,vehicle=car-1 usage=5 {Time}");
        Assert.Equal([(Time, 5.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
        await host.WriteAsync($"cpu,vehicle=car-1 usage=6,usage=7 {Time}");
        Assert.Equal([(Time, 7.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
    }

    [Fact]
    public async Task Write_SomeWrongLines_KeepsTheOthersAndTellsEach()
    {
        var (status, body) = await host.WriteAsync(
            $"cpu,vehicle=car-1 usage=1 {Time}\nbad\ncpu,vehicle=car-1 usage=x {Time}\ncpu usage=2 {Time}\ncpu,vehicle=car*1 usage=3 {Time}\n"
            + $"cpu,vehicle=car-1 usage=18446744073709551615u {Time}\ncpu,vehicle=car-1 usage=4 {Time + 1}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var json = JsonDocument.Parse(body);
        var error = json.RootElement.GetProperty("error").GetString()!.Split('\n');
        Assert.Equal(5, error.Length);
        Assert.Equal("partial write: unable to parse 'bad': missing fields", error[0]);
        Assert.Contains("invalid field format", error[1], StringComparison.Ordinal);
        Assert.Contains("no tag that says the vehicle (vehicle, host: InfluxApi:VehicleTags)", error[2], StringComparison.Ordinal);
        Assert.Contains("'acme/car*1' is no vehicle name", error[3], StringComparison.Ordinal);
        Assert.EndsWith("dropped=5", error[4], StringComparison.Ordinal);
        Assert.Equal([(Time, 1.0), (Time + 1, 4.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
        var letter = Assert.Single(host.Catalogue.DeadLetters(null, 10));
        Assert.Equal(("/write?db=acme", "malformed"), (letter.Topic, letter.Reason));
        Assert.StartsWith("bad\ncpu,vehicle=car-1 usage=x", Encoding.UTF8.GetString(letter.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WrongLinesByV2_NamesTheFirst()
    {
        var (status, body) = await host.WriteAsync($"cpu,vehicle=car-1 usage=1 {Time}\n\n# comment\ncpu,vehicle=car-1 usage= {Time}", "/api/v2/write?org=acme&bucket=b");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(("invalid", 4), (json.RootElement.GetProperty("code").GetString(), json.RootElement.GetProperty("line").GetInt32()));
        Assert.Contains("missing field value", json.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/write", HttpStatusCode.BadRequest, "database is required")]
    [InlineData("/write?db=a%20b", HttpStatusCode.NotFound, "database not found")]
    [InlineData("/write?db=acme&precision=d", HttpStatusCode.BadRequest, "invalid precision")]
    [InlineData("/write?db=autovalley", HttpStatusCode.BadRequest, "no tag 'organisation'")]
    [InlineData("/api/v2/write", HttpStatusCode.BadRequest, "org or bucket is required")]
    [InlineData("/api/v2/write?org=a%20b&bucket=c", HttpStatusCode.NotFound, "not found")]
    [InlineData("/api/v2/write?org=acme&bucket=c&precision=d", HttpStatusCode.BadRequest, "invalid precision")]
    public async Task Write_WrongParameters_AreToldInInfluxDbsForm(string path, HttpStatusCode status, string text)
    {
        var answer = await host.WriteAsync("cpu,vehicle=car-1 usage=1", path);
        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Body, StringComparison.Ordinal);
        Assert.StartsWith(path.StartsWith("/api", StringComparison.Ordinal) ? "{\"code\":\"" : "{\"error\":\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_AnEmptyBodyOrComments_IsTaken()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await host.WriteAsync("")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await host.WriteAsync("# nothing\r\n\n")).Status);
    }

    [Fact]
    public async Task Write_Gzip_IsUnpacked()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await PostPackedAsync(Pack(Encoding.UTF8.GetBytes($"cpu,vehicle=car-1 usage=1 {Time}")))).Status);
        Assert.Equal([(Time, 1.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
    }

    [Fact]
    public async Task Write_BrokenOrCutGzip_IsRefusedWhole()
    {
        var packed = Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(line => $"cpu,vehicle=car-1 usage={line * 0.37} {Time + line}\n"))));
        Assert.Equal((HttpStatusCode.BadRequest, "{\"error\":\"the body is no gzip, or cut\"}"), await PostPackedAsync([1, 2, 3, 4, 5]));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostPackedAsync(packed[..(packed.Length / 2)])).Status);
        Assert.Empty(await host.ReadAsync("acme/car-1", "cpu.usage"));
        Assert.Equal(2, host.Counters.BodiesRefused);
    }

    [Fact]
    public async Task Write_AGzipBomb_IsRefusedAtTheLimit()
    {
        var packed = Pack(new byte[200 << 20]);
        Assert.True(packed.Length < 1 << 20);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostPackedAsync(packed)).Status);
    }

    [Fact]
    public async Task Write_AnUnknownEncoding_IsRefused()
    {
        var content = new ByteArrayContent([1]);
        content.Headers.ContentEncoding.Add("zstd");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await host.PostAsync("/write?db=acme", content)).Status);
    }

    [Fact]
    public async Task Write_OverTheLimit_IsRefusedBeforeItIsRead()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Endpoint);
        await socket.GetStream().WriteAsync("POST /write?db=acme HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\ncpu"u8.ToArray());
        using var reader = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Write_ABodyThatIsCut_LeavesNothing()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(host.Endpoint);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /write?db=acme HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ncpu,vehicle=car-1 usage=1 {Time}\n"));
            socket.Client.Shutdown(SocketShutdown.Send);
            // 400 or a reset, whichever comes first.
            await Record.ExceptionAsync(() => stream.CopyToAsync(Stream.Null));
        }
        await host.WriteAsync($"cpu,vehicle=car-2 usage=1 {Time}");
        Assert.Empty(await host.ReadAsync("acme/car-1", "cpu.usage"));
    }

    [Fact]
    public async Task Write_AVeryLongLine_IsRefusedAlone()
    {
        var (status, body) = await host.WriteAsync($"cpu,vehicle=car-1,t={new string('x', 20_000_000)} usage=1\ncpu,vehicle=car-1 usage=2 {Time}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.InRange(body.Length, 1, 2_000);
        Assert.Contains("max key length exceeded", body, StringComparison.Ordinal);
        Assert.StartsWith("cpu,vehicle=car-1,t=xxx", Encoding.UTF8.GetString(Assert.Single(host.Catalogue.DeadLetters(null, 10)).Payload.Span), StringComparison.Ordinal);
        Assert.Equal([(Time, 2.0)], await host.ReadAsync("acme/car-1", "cpu.usage"));
    }

    [Fact]
    public async Task Write_LinesOfManyShapes_AreAllThere()
    {
        // More than are remembered, fields in changing orders, and some with a type of their own.
        var lines = new StringBuilder();
        for (var line = 0; line < 500; line++)
        {
            var fields = Enumerable.Range(0, 9).Where(field => ((line + 1) >> field & 1) == 1).Select(field => $"f{field}={line}{(field == 3 && line % 2 == 0 ? "i" : "")}");
            lines.Append("m,vehicle=car-1 ").AppendJoin(',', line % 3 == 0 ? fields.Reverse() : fields).Append(' ').Append(Time + line).Append('\n');
        }
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync(lines.ToString()));
        for (var field = 0; field < 9; field++)
        {
            var expected = Enumerable.Range(0, 500).Where(line => ((line + 1) >> field & 1) == 1).Select(line => (Time + line, (double)line));
            var read = (await host.ReadAsync("acme/car-1", $"m.f{field}")).Select(one => (one.Time, Convert.ToDouble(one.Value))).Order();
            Assert.Equal(expected, read);
        }
    }

    [Fact]
    public async Task Write_MoreDaysThanABatchMayHave_AreKeptAndSealed()
    {
        const long Day = 86_400_000_000_000;
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync(string.Concat(Enumerable.Range(0, 40).Select(day => $"m,vehicle=car-1 f={day},g={day}i {Time + (day * Day)}\n"))));
        await host.Store.SealAsync(default);
        Assert.Equal(Enumerable.Range(0, 40).Select(day => (Time + (day * Day), (object)(double)day)), await host.ReadAsync("acme/car-1", "m.f"));
        Assert.Empty(host.Catalogue.DeadLetters(null, 10));
    }

    [Fact]
    public async Task Write_MoreColumnsThanABatchMayHave_AreSeveralBatches()
    {
        var lines = string.Concat(Enumerable.Range(0, 10).Select(line => $"m,vehicle=car-1 {string.Join(',', Enumerable.Range(0, 900).Select(field => $"f{line}_{field}={field}"))} {Time}\n"));
        Assert.Equal((HttpStatusCode.NoContent, ""), await host.WriteAsync(lines));
        Assert.Equal([(Time, 899.0)], await host.ReadAsync("acme/car-1", "m.f9_899"));
        var (status, body) = await host.WriteAsync($"m,vehicle=car-1 {string.Join(',', Enumerable.Range(0, 5_000).Select(field => $"f{field}=1"))} {Time}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("more than 4096 fields (Ingest:MaximumColumns, half of Ingest:MaximumSamples)", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ByManyAtOnce_LosesNothing()
    {
        const int Writers = 8;
        const int Bodies = 20;
        await Parallel.ForEachAsync(Enumerable.Range(0, Writers), async (writer, _) =>
        {
            for (var body = 0; body < Bodies; body++)
                Assert.Equal(HttpStatusCode.NoContent, (await host.WriteAsync($"m,vehicle=car-1 f{writer % 3}={body} {Time + (writer * Bodies) + body}")).Status);
        });
        var read = 0;
        for (var field = 0; field < 3; field++)
            read += (await host.ReadAsync("acme/car-1", $"m.f{field}")).Count;
        Assert.Equal(Writers * Bodies, read);
    }

    [Fact]
    public async Task Write_MoreBytesThanMayBeUnderWay_IsToRetryLater()
    {
        await using var small = await InfluxHost.StartAsync(options => options with { Influx = new InfluxOptions { MaximumBytesUnderWay = 1 << 20, Vehicle = "any" } });
        using var answer = await small.Http.PostAsync("/write?db=acme", new ByteArrayContent(new byte[2 << 20]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (answer.StatusCode, answer.Headers.RetryAfter!.Delta));
        // What it held is given back, and lines need no tag here.
        Assert.Equal(HttpStatusCode.NoContent, (await small.WriteAsync($"cpu usage=1 {Time}")).Status);
        Assert.Equal([(Time, 1.0)], await small.ReadAsync("acme/any", "cpu.usage"));
    }

    private async Task<(HttpStatusCode Status, string Body)> PostPackedAsync(byte[] packed)
    {
        var content = new ByteArrayContent(packed);
        content.Headers.ContentEncoding.Add("gzip");
        return await host.PostAsync("/write?db=acme", content);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}

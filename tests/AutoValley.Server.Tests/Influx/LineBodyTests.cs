using System.Text;
using AutoValley.Server.Influx;
using AutoValley.Server.Influx.Writing;
using AutoValley.Server.Ingest;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Tests.Influx;

/// <summary>What lines leave in the memory that is used again.</summary>
public sealed class LineBodyTests : IAsyncLifetime
{
    private const string Text = "a text that nobody is to keep";

    private InfluxHost host = null!;

    public async Task InitializeAsync() => host = await InfluxHost.StartAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Theory]
    [InlineData("y=18446744073709551615u 2", 1)]
    [InlineData("y=1u z", 1)]
    [InlineData("y=1u,y=true 2", 1)]
    [InlineData("y=18446744073709551615u 2", LineTarget.MaximumShapes + 1)]
    public void Take_ALineThatIsNotLikeTheOneBefore_LeavesNoTextBehindIt(string next, int shapes)
    {
        var body = new LineBody(new LineTargets(host.Sessions, new InfluxOptions()), new LineLimits(new IngestOptions()));
        foreach (var other in Enumerable.Range(1, shapes - 1))
            Assert.Null(Take(body, $"m,vehicle=car-1 f{other}=1 1"));
        Assert.Null(Take(body, $"m,vehicle=car-1 x=\"{Text}\",y=1u 1"));
        Take(body, $"m,vehicle=car-1 x=\"{Text}\",{next}");
        var texts = (Values<string>)body.Rows.First(rows => rows.Columns[0] is LineColumn<string>).Columns[0].Take(0, 2);
        Assert.Equal(new string?[] { Text, null }, texts.Items.ToArray());
    }

    private static string? Take(LineBody body, string line)
    {
        var reader = new LineProtocolReader(Encoding.UTF8.GetBytes(line));
        Assert.True(reader.NextLine());
        return body.Take(ref reader, new LineHead("acme", LinePrecision.Nanosecond, 0));
    }
}

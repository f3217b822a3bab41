using System.Text;
using AutoValley.Telemetry.Json;

namespace AutoValley.Telemetry.Tests.Json;

public sealed class JsonSamplesTests
{
    private const long Received = 42;

    [Theory]
    [InlineData("1533226488.230930123", 1533226488230930123)]
    [InlineData("1533226488230", 1533226488230000000)]
    [InlineData("1533226488230930", 1533226488230930000)]
    [InlineData("1533226488230930123", 1533226488230930123)]
    [InlineData("\"2018-08-02T16:14:48.23Z\"", 1533226488230000000)]
    [InlineData("0", 0)]
    [InlineData("-1.5", -1500000000)]
    public void TryRead_Time_IsNanoseconds(string ts, long expected) =>
        Assert.Equal(expected, Assert.Single(Read($$"""{"ts": {{ts}}, "A": 1}""")).Time);

    [Fact]
    public void TryRead_WithoutTime_IsTheTimeOfReceipt() => Assert.Equal(Received, Assert.Single(Read("""{"A": 1}""")).Time);

    [Fact]
    public void TryRead_EveryType_IsKept()
    {
        var samples = Read("""{"N": 61, "B": false, "T": "é", "U": null}""");
        Assert.Equal(["N", "B", "T"], samples.Select(sample => sample.Signal));
        Assert.Equal(61.0, samples[0].Value.Double);
        Assert.False(samples[1].Value.Boolean);
        Assert.Equal("é", samples[2].Value.Text);
    }

    [Fact]
    public void TryRead_Array_IsOneAfterTheOther() =>
        Assert.Equal([1L, 2L], Read("""[{"ts": "1970-01-01T00:00:00.000000001Z", "A": 1}, {"ts": 2e-9, "A": 2}]""").Select(s => Math.Max(s.Time, 1)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("[7]")]
    [InlineData("{\"A\": [1]}")]
    [InlineData("{\"A\": {\"B\": 1}}")]
    [InlineData("{\"bad name\": 1}")]
    [InlineData("{\"\": 1}")]
    [InlineData("{\"ts\": \"yesterday\", \"A\": 1}")]
    [InlineData("{\"ts\": true, \"A\": 1}")]
    [InlineData("{\"ts\": 1e30, \"A\": 1}")]
    [InlineData("{\"A\": \"\\ud800\"}")]
    public void TryRead_Unusable_SaysWhy(string json)
    {
        Assert.False(JsonSamples.TryRead(Encoding.UTF8.GetBytes(json), Received, out _, out var error));
        Assert.NotEmpty(error);
    }

    private static IReadOnlyList<JsonSample> Read(string json)
    {
        Assert.True(JsonSamples.TryRead(Encoding.UTF8.GetBytes(json), Received, out var samples, out var error), error);
        return samples;
    }
}

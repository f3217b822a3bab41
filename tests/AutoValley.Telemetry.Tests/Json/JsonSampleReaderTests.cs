using System.Text;
using AutoValley.Telemetry.Json;

namespace AutoValley.Telemetry.Tests.Json;

public sealed class JsonSampleReaderTests
{
    private const long Received = 42;

    private readonly JsonSampleReader reader = new();

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
    public void TryRead_TimeAfterItsValues_IsTheirs() =>
        Assert.Equal([1_000_000_000L, 2_000_000_000L, 2_000_000_000L], Read("""[{"ts": 1, "A": 1}, {"A": 2, "ts": 3, "B": 2, "ts": 2}]""").Select(sample => sample.Time));

    [Fact]
    public void TryRead_AnEscapedName_IsTheSame() =>
        Assert.Same(Assert.Single(Read("""{"Vehicle.Speed": 1}""")).Signal, Assert.Single(Read("""{"Vehicle\u002eSpeed": 1}""")).Signal);

    [Theory]
    [InlineData(256, 1, true)]
    [InlineData(257, 1, false)]
    [InlineData(256, 6, true)]
    [InlineData(257, 6, false)]
    [InlineData(100_000, 1, false)]
    public void TryRead_ALongName_IsOneUpToTheLimit(int length, int bytesEach, bool isOne)
    {
        var name = string.Concat(Enumerable.Repeat(bytesEach == 1 ? "a" : "\\u0061", length));
        Assert.Equal(isOne, reader.TryRead(Encoding.UTF8.GetBytes($"{{\"{name}\": 1}}"), Received, out _, out var error));
        Assert.InRange(error.Length, 0, 200);
    }

    [Fact]
    public void TryRead_WhatWasReadBefore_AllocatesItsSamplesAlone()
    {
        var text = Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 100).Select(number => $"\"Vehicle.Signal{number}\": {number}"))}}}");
        Assert.True(reader.TryRead(text, Received, out _, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(reader.TryRead(text, Received, out _, out _));
        // 100 samples of 40 bytes in a list that doubles; names alone would be 6 kB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12_000);
    }

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
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"A\": 1} 2")]
    [InlineData("{\"A\": 1,}")]
    [InlineData("[{\"A\": 1}")]
    [InlineData("[{\"A\": 1}, [2]]")]
    [InlineData("{\"A\": 1, \"ts\": null}")]
    public void TryRead_Unusable_SaysWhy(string json)
    {
        Assert.False(reader.TryRead(Encoding.UTF8.GetBytes(json), Received, out _, out var error));
        Assert.NotEmpty(error);
    }

    private IReadOnlyList<JsonSample> Read(string json)
    {
        Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(json), Received, out var samples, out var error), error);
        return samples;
    }
}

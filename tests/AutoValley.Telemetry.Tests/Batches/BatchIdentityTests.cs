using AutoValley.Telemetry.Batches;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class BatchIdentityTests
{
    [Fact]
    public void TryRead_BatchOfAnyContent_IsItsSessionAndNumber()
    {
        var writer = new BatchWriter();
        writer.AddColumn(1, writer.AddTimes([1, 2]), Values.Of(new[] { 1.5, 2.5 }));
        Assert.True(BatchIdentity.TryRead(writer.ToPayload(new SessionId(7), 1_000, 1, 2, ClockQuality.Unknown), out var identity));
        Assert.Equal(new BatchIdentity(new SessionId(7), 1_000), identity);
    }

    [Fact]
    public void TryRead_AnyByteChangedOrCut_IsNone()
    {
        var batch = new BatchWriter().ToPayload(new SessionId(7), 1_000, 1, 2, ClockQuality.Unknown);
        for (var index = 0; index < batch.Length; index++)
        {
            Assert.False(BatchIdentity.TryRead(batch.AsSpan(0, index), out _), $"{index} bytes");
            var broken = batch.ToArray();
            broken[index] ^= 0x10;
            Assert.False(BatchIdentity.TryRead(broken, out _), $"byte {index}");
        }
    }
}

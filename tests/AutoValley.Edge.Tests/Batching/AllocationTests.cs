using AutoValley.Edge.Batching;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Tests.Batching;

/// <summary>From the bus to the batch a sample allocates nothing, once buffers have grown: a batch has its payload and little more.</summary>
public sealed class AllocationTests
{
    private const int Frames = 2_000;

    private const string Database = """
        VERSION ""
        BO_ 100 MOTION: 8 ECU
         SG_ SPEED : 0|16@1+ (0.01,0) [0|655] "km/h" ECU
         SG_ GEAR : 16|8@1+ (1,0) [0|8] "" ECU
         SG_ TORQUE : 24|16@1- (0.5,0) [-100|100] "Nm" ECU
        """;

    [Fact]
    public async Task Batches_OfDecodedFrames_AllocateNothingASample()
    {
        using var batcher = new Batcher(new SignalRegistry(), new BatchingOptions(), TimeProvider.System);
        var decoder = new CanDecoder([new CanBus("can0", DbcFile.Parse("motion.dbc", Database))]);
        var frame = new CanFrame { Bus = "can0", Id = 100 };
        var (writer, session, data) = (new BatchWriter(), SessionId.New(), new byte[8]);
        long allocated = 0, payloads = 0;
        for (var batch = 1UL; batch <= 8; batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var number = 0; number < Frames; number++)
            {
                data[number % 5]++;
                frame.SetData(data);
                Assert.True(decoder.Decode(frame) && decoder.WriteAsync(batcher, number, default).AsTask().IsCompletedSuccessfully);
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var closed = TakeAsync(batcher);
            Assert.Equal(3 * Frames, (await closed).Samples);
            before = GC.GetAllocatedBytesForCurrentThread();
            writer.Clear();
            (await closed).WriteTo(writer);
            var payload = writer.ToPayload(session, batch, 0, 0, new ClockQuality(ClockSource.System, null, null));
            payloads = GC.GetAllocatedBytesForCurrentThread() - before - payload.Length;
        }

        Assert.InRange(allocated, 0, Frames / 10);
        // Lists and envelope of a batch, whatever it holds: a byte a sample here.
        Assert.InRange(payloads, 0, 6 * Frames);
    }

    private static async Task<OpenBatch> TakeAsync(Batcher batcher) => (await batcher.NextAsync(default))!;
}

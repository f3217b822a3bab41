using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Tests.Columns;
using Google.Protobuf;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class HostileBatchTests
{
    private static readonly BatchLimits Limits = new() { MaximumColumns = 16, MaximumSamples = 5000, MaximumTextBytes = 50_000 };

    [Fact]
    public void TryRead_MutatedBatches_GivesABatchOrAnError()
    {
        byte[][] corpus = [Generated.PlainBatch().ToByteArray(), Encoded(1), Encoded(10), Encoded(100)];
        var random = new Random(20261123);
        var outcomes = new int[Enum.GetValues<BatchError>().Length];
        for (var round = 0; round < 100_000; round++)
        {
            // Sealed after the damage, or the check sum would stop all of it.
            var payload = Generated.Seal(Mutation.Of(corpus[random.Next(corpus.Length)], random));
            var error = BatchView.TryRead(payload, Limits, out var view, out var detail);
            outcomes[(int)error]++;
            Assert.Equal(error == BatchError.None, view is not null);
            Assert.Equal(error == BatchError.None, detail.Length == 0);
            if (view is not null)
                DecodeAll(view);
        }
        Assert.True(outcomes[(int)BatchError.None] > 1000);
        Assert.True(outcomes[(int)BatchError.Malformed] > 1000);
        Assert.True(outcomes.Count(count => count > 0) >= 8, string.Join(' ', outcomes));
    }

    private static void DecodeAll(BatchView view)
    {
        Assert.InRange(view.SampleCount, 0, Limits.MaximumSamples);
        for (var column = 0; column < view.Columns.Count; column++)
        {
            try
            {
                Assert.Equal(view.Columns[column].Count, view.Decode(column).Count);
            }
            catch (ColumnFormatException refused)
            {
                Assert.True(view.Columns[column].IsEncoded || refused.Message.Length > 0);
            }
        }
    }

    private static byte[] Encoded(int length)
    {
        var writer = new BatchWriter();
        foreach (var (_, times) in Shapes.Times(length, 2).Take(3))
            writer.AddTimes(times);
        uint signal = 1;
        foreach (var (_, values) in Shapes.Doubles(length, 2).Take(6))
            writer.AddColumn(signal++, (int)signal % 3, Values.Of(values));
        foreach (var (_, values) in Shapes.Texts(length, 2).Take(2))
            writer.AddColumn(signal++, (int)signal % 3, Values.Of(values));
        return writer.ToPayload(Generated.Session, 9, 0, 0, ClockQuality.Unknown)[..^5];
    }
}

using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

/// <summary>Batches as a publisher has them that knows telemetry.proto and generated code alone.</summary>
internal static class Generated
{
    public static readonly SessionId Session = new(new UInt128(0x0102030405060708, 0x090A0B0C0D0E0F10));

    public static Wire.Batch Batch() => new()
    {
        Session = ByteString.CopyFrom(Session.ToByteArray()),
        Sequence = 42,
        BaseTime = 1_795_000_000_000_000_000,
        SendTime = 1_795_000_000_100_000_000,
        Clock = new Wire.ClockQuality { Source = Wire.ClockSource.Gnss, OffsetNanos = -1500, ErrorNanos = 0 },
    };

    /// <summary>One time base of three times and a column of each type over it.</summary>
    public static Wire.Batch PlainBatch()
    {
        var batch = Batch();
        batch.Times.Add(new Wire.TimeBase { Plain = new Wire.PlainTimes { Deltas = { 5, 10, -3 } } });
        batch.Columns.Add(new Wire.Column { Signal = 1, Doubles = new Wire.DoubleValues { Values = { 1.5, -0.0, double.NaN } } });
        batch.Columns.Add(new Wire.Column { Signal = 2, Integers = new Wire.IntegerValues { Values = { long.MinValue, 0, long.MaxValue } } });
        batch.Columns.Add(new Wire.Column { Signal = 3, Booleans = new Wire.BooleanValues { Values = { true, false, true } } });
        batch.Columns.Add(new Wire.Column { Signal = 4, Texts = new Wire.TextValues { Values = { "PARK", "", "äöü €" } } });
        return batch;
    }

    /// <summary>The payload: serialised, check sum behind.</summary>
    public static byte[] Payload(this Wire.Batch batch) => Seal(batch.ToByteArray());

    /// <summary>Appends the check sum as telemetry.proto tells.</summary>
    public static byte[] Seal(byte[] body) => [.. body, 0x7D, .. BitConverter.GetBytes(Crc32C.Compute(body))];

    public static BatchView Read(byte[] payload)
    {
        Assert.Equal((BatchError.None, ""), (BatchView.TryRead(payload, BatchLimits.Default, out var view, out var detail), detail));
        return view!;
    }

    public static void AssertPlainBatch(BatchView view)
    {
        Assert.Equal([1_795_000_000_000_000_005, 1_795_000_000_000_000_015, 1_795_000_000_000_000_012], view.DecodeTimes(0).ToArray());
        Assert.Equal([1.5, -0.0, double.NaN], Items<double>(view, 0));
        Assert.Equal([long.MinValue, 0, long.MaxValue], Items<long>(view, 1));
        Assert.Equal([true, false, true], Items<bool>(view, 2));
        Assert.Equal(["PARK", "", "äöü €"], Items<string>(view, 3));
        Assert.Equal([1u, 2u, 3u, 4u], view.Columns.Select(column => column.Signal));
        Assert.Equal([SignalType.Double, SignalType.Integer, SignalType.Boolean, SignalType.Text], view.Columns.Select(column => column.Type));
        Assert.Equal(12, view.SampleCount);
    }

    public static T[] Items<T>(BatchView view, int column) => ((Values<T>)view.Decode(column).Values).Items.ToArray();
}

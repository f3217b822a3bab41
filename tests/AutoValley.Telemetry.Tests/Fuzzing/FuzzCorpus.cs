using System.Buffers;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Tests.Columns;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Sound inputs, made by code: every kind, every shape, short and long.</summary>
internal static class FuzzCorpus
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 10, 17, 40, 130, 1030];

    public static SessionId Session { get; } = new(new UInt128(0x0102030405060708, 0x090A0B0C0D0E0F10));

    public static byte[][] Columns() => [.. Lengths.SelectMany(length => Enum.GetValues<ColumnEffort>().SelectMany(effort =>
        Times(length, effort).Concat(AllValues(length).Select(values => Encode(values, effort)))))];

    /// <summary>Bodies of batches: what comes before the check sum.</summary>
    public static byte[][] Batches() => [PlainBatch(), .. new[] { 1, 2, 10, 100 }.Select(EncodedBatch)];

    public static byte[][] Catalogs() =>
    [
        .. new[] { 0, 1, 5, 60 }.Select(count => CatalogCodec.Write(Session, [.. Enumerable.Range(1, count).Select(id =>
            new SignalDefinition((uint)id, $"Vehicle.Signal{id}", (SignalType)((id % 4) + 1), id % 3 == 0 ? "km/h" : "", id % 5 == 0 ? "Über alles" : ""))])),
    ];

    public static byte[][] Watermarks() =>
    [
        .. new[] { 0, 1, 4, 200 }.Select(count => WatermarkCodec.Write(Session, [.. Enumerable.Range(0, count).Select(index =>
            new SequenceRange(((ulong)index * 1000) + 1, ((ulong)index * 1000) + (ulong)(index % 7) + 1))])),
    ];

    private static IEnumerable<byte[]> Times(int length, ColumnEffort effort) => Shapes.Times(length, 1).Select(shape =>
    {
        var output = new ArrayBufferWriter<byte>();
        ColumnCodec.EncodeTimes(shape.Values, output, effort);
        return output.WrittenSpan.ToArray();
    });

    private static IEnumerable<Values> AllValues(int length) =>
    [
        .. Shapes.Doubles(length, 1).Select(shape => Values.Of(shape.Values)),
        .. Shapes.Integers(length, 1).Select(shape => Values.Of(shape.Values)),
        .. Shapes.Booleans(length, 1).Select(shape => Values.Of(shape.Values)),
        .. Shapes.Texts(Math.Min(length, 40), 1).Select(shape => Values.Of(shape.Values)),
    ];

    private static byte[] Encode(Values values, ColumnEffort effort)
    {
        var output = new ArrayBufferWriter<byte>();
        ColumnCodec.Encode(values, output, effort);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] EncodedBatch(int length)
    {
        var writer = new BatchWriter();
        foreach (var (_, times) in Shapes.Times(length, 2).Take(3))
            writer.AddTimes(times);
        uint signal = 1;
        foreach (var values in AllValues(length).Where((values, index) => values.Count == length && index % 4 == 0))
            writer.AddColumn(signal++, (int)signal % 3, values);
        return writer.ToPayload(Session, 9, 0, 0, ClockQuality.Unknown)[..^5];
    }

    private static byte[] PlainBatch()
    {
        var batch = new Wire.Batch { Session = ByteString.CopyFrom(Session.ToByteArray()), Sequence = 42, BaseTime = 1_795_000_000_000_000_000 };
        batch.Times.Add(new Wire.TimeBase { Plain = new Wire.PlainTimes { Deltas = { 5, 10, -3 } } });
        batch.Columns.Add(new Wire.Column { Signal = 1, Doubles = new Wire.DoubleValues { Values = { 1.5, -0.0, double.NaN } } });
        batch.Columns.Add(new Wire.Column { Signal = 2, Integers = new Wire.IntegerValues { Values = { long.MinValue, 0, long.MaxValue } } });
        batch.Columns.Add(new Wire.Column { Signal = 3, Booleans = new Wire.BooleanValues { Values = { true, false, true } } });
        batch.Columns.Add(new Wire.Column { Signal = 4, Texts = new Wire.TextValues { Values = { "PARK", "", "äöü €" } } });
        return batch.ToByteArray();
    }
}

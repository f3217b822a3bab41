using System.Buffers;
using System.Buffers.Binary;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Batches;

/// <summary>Builds one batch: times, then the columns that share them, then the payload. Reusable after <see cref="Clear"/>. Not safe for concurrent use.</summary>
public sealed class BatchWriter
{
    // Base times lie near the first time stamp: the difference is taken to need no more (17 s).
    private const int UsualFirstDeltaBytes = 5;

    // Tags and lengths around the times of a short batch.
    private const int TimeBaseOverheadBytes = 4;

    private readonly ArrayBufferWriter<byte> scratch = new();
    private readonly ArrayBufferWriter<byte> times = new();

    // All but the first, which counts from the base time that only the payload knows.
    private readonly ArrayBufferWriter<byte> deltas = new();
    private readonly ArrayBufferWriter<byte> columns = new();
    private readonly List<WrittenTimes> timeBases = [];

    /// <summary>Samples of the columns so far.</summary>
    public int SampleCount { get; private set; }

    /// <summary>Bytes of times and columns so far, about; the payload will have up to 80 more for the envelope.</summary>
    public int Bytes => times.WrittenCount + (timeBases.Count * TimeBaseOverheadBytes) + columns.WrittenCount;

    /// <summary>Adds time stamps, Unix nanoseconds, encoded or plain, whichever is smaller.</summary>
    /// <returns>The index by which columns refer to them.</returns>
    public int AddTimes(ReadOnlySpan<long> values)
    {
        var start = times.WrittenCount;
        var plainSize = WritePlainDeltas(values) + UsualFirstDeltaBytes;
        scratch.ResetWrittenCount();
        ColumnCodec.EncodeTimes(values, scratch);
        var isEncoded = scratch.WrittenCount < plainSize;
        times.Write((isEncoded ? scratch : deltas).WrittenSpan);
        timeBases.Add(new WrittenTimes(values.Length, values.IsEmpty ? 0 : values[0], isEncoded, new ByteSpan(start, times.WrittenCount - start)));
        return timeBases.Count - 1;
    }

    /// <summary>Adds the samples of one signal.</summary>
    /// <param name="signal">Id in the session's catalogue, 1 or more.</param>
    /// <param name="timeBase">What <see cref="AddTimes"/> gave.</param>
    /// <param name="values">As many as the time base has times.</param>
    /// <exception cref="ArgumentException">Signal 0, no such time base, or another number of values than times.</exception>
    public void AddColumn(uint signal, int timeBase, Values values)
    {
        if (signal == 0 || (uint)timeBase >= (uint)timeBases.Count)
            throw new ArgumentException($"signal {signal}, time base {timeBase} of {timeBases.Count}");
        if (timeBases[timeBase].Count != values.Count)
            throw new ArgumentException($"{values.Count} values for {timeBases[timeBase].Count} times", nameof(values));
        scratch.ResetWrittenCount();
        ColumnCodec.Encode(values, scratch);
        columns.Tag(TelemetryFields.Batch.Columns, WireType.Bytes);
        columns.Varint((ulong)(FieldSize(signal) + FieldSize((uint)timeBase) + LengthPrefixedSize(scratch.WrittenCount)));
        columns.VarintField(TelemetryFields.Column.Signal, signal);
        columns.VarintField(TelemetryFields.Column.TimeBase, (uint)timeBase);
        columns.BytesField(TelemetryFields.Column.Encoded, scratch.WrittenSpan);
        SampleCount += values.Count;
    }

    /// <summary>The serialised autovalley.v1.Batch, with its check sum.</summary>
    /// <param name="session">This boot of the agent.</param>
    /// <param name="sequence">1 or more.</param>
    /// <param name="baseTime">Unix nanoseconds near the first time stamp.</param>
    /// <param name="sendTime">Now by the vehicle's clock, Unix nanoseconds.</param>
    /// <param name="clock">How far the time stamps can be trusted.</param>
    public byte[] ToPayload(SessionId session, ulong sequence, long baseTime, long sendTime, ClockQuality clock)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sequence);
        scratch.ResetWrittenCount();
        scratch.SessionField(TelemetryFields.Batch.Session, session);
        scratch.VarintField(TelemetryFields.Batch.Sequence, sequence);
        scratch.Fixed64Field(TelemetryFields.Batch.BaseTime, baseTime);
        scratch.Fixed64Field(TelemetryFields.Batch.SendTime, sendTime);
        WriteClock(clock);
        foreach (var timeBase in timeBases)
            WriteTimeBase(timeBase, baseTime);

        var payload = new byte[scratch.WrittenCount + columns.WrittenCount + TelemetryFields.Batch.ChecksumLength];
        scratch.WrittenSpan.CopyTo(payload);
        columns.WrittenSpan.CopyTo(payload.AsSpan(scratch.WrittenCount));
        payload[^TelemetryFields.Batch.ChecksumLength] = TelemetryFields.Batch.ChecksumTag;
        var checksum = Crc32C.Compute(payload.AsSpan()[..^TelemetryFields.Batch.ChecksumLength]);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan()[^sizeof(uint)..], checksum);
        return payload;
    }

    /// <summary>Forgets times and columns; keeps the buffers.</summary>
    public void Clear()
    {
        times.ResetWrittenCount();
        columns.ResetWrittenCount();
        timeBases.Clear();
        SampleCount = 0;
    }

    private static int FieldSize(ulong value) => value == 0 ? 0 : 1 + WireWriter.VarintSize(value);

    private static int LengthPrefixedSize(int length) => 1 + WireWriter.VarintSize((uint)length) + length;

    private int WritePlainDeltas(ReadOnlySpan<long> values)
    {
        deltas.ResetWrittenCount();
        for (var index = 1; index < values.Length; index++)
            deltas.Varint(ZigZag.Encode(values[index] - values[index - 1]));
        return deltas.WrittenCount;
    }

    private void WriteClock(ClockQuality clock)
    {
        var message = new ArrayBufferWriter<byte>(32);
        message.VarintField(TelemetryFields.Clock.Source, (ulong)(int)clock.Source);
        WriteOptional(message, TelemetryFields.Clock.OffsetNanos, clock.OffsetNanos is { } offset ? ZigZag.Encode(offset) : null);
        WriteOptional(message, TelemetryFields.Clock.ErrorNanos, clock.ErrorNanos);
        if (message.WrittenCount > 0)
            scratch.BytesField(TelemetryFields.Batch.Clock, message.WrittenSpan);
    }

    private static void WriteOptional(ArrayBufferWriter<byte> message, int field, ulong? value)
    {
        if (value is not { } present)
            return;
        message.Tag(field, WireType.Varint);
        message.Varint(present);
    }

    private void WriteTimeBase(WrittenTimes written, long baseTime)
    {
        var bytes = written.Bytes.Of(times.WrittenSpan);
        scratch.Tag(TelemetryFields.Batch.Times, WireType.Bytes);
        if (written.IsEncoded)
        {
            scratch.Varint((ulong)LengthPrefixedSize(bytes.Length));
            scratch.BytesField(TelemetryFields.TimeBase.Encoded, bytes);
            return;
        }
        // TimeBase { plain: PlainTimes { deltas: packed } }
        var first = ZigZag.Encode(written.First - baseTime);
        var packed = written.Count == 0 ? 0 : WireWriter.VarintSize(first) + bytes.Length;
        var plain = packed == 0 ? 0 : LengthPrefixedSize(packed);
        scratch.Varint((ulong)LengthPrefixedSize(plain));
        scratch.Tag(TelemetryFields.TimeBase.Plain, WireType.Bytes);
        scratch.Varint((ulong)plain);
        if (packed == 0)
            return;
        scratch.Tag(1, WireType.Bytes);
        scratch.Varint((ulong)packed);
        scratch.Varint(first);
        scratch.Write(bytes);
    }

    private readonly record struct WrittenTimes(int Count, long First, bool IsEncoded, ByteSpan Bytes);
}

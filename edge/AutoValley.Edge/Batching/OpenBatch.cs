using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Edge.Batching;

/// <summary>Samples that will be one batch. Two of them take turns: one fills while the other is encoded. Not safe for concurrent use.</summary>
internal sealed class OpenBatch(BatchingOptions limits)
{
    /// <summary>Largest row, in bytes as <see cref="BatchingOptions.Bytes"/> counts: only texts get there.</summary>
    public const int MaximumRowBytes = 1024 * 1024;

    private readonly Dictionary<int, GroupBuffer> buffers = [];
    private readonly List<GroupBuffer> used = [];
    private int bytes;
    private int columns;

    /// <summary>Samples held, all signals together.</summary>
    public int Samples { get; private set; }

    /// <summary>Earliest event time held.</summary>
    public long FirstTime { get; private set; }

    /// <summary>Latest event time held.</summary>
    public long LastTime { get; private set; }

    /// <summary>When the first sample came, in the clock's time stamps.</summary>
    public long OpenedAt { get; private set; }

    /// <summary>Whether it has to go before others.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>Whether it should close now.</summary>
    public bool IsFull => bytes >= limits.Bytes || Samples >= limits.Samples;

    /// <summary>Adds one row; false when it does not fit and the batch has to close first. An empty batch takes any row.</summary>
    /// <exception cref="ArgumentException">The row is larger than <see cref="MaximumRowBytes"/>.</exception>
    public bool TryAdd(SignalGroup group, long time, ReadOnlySpan<SampleValue> values, long now)
    {
        var size = SizeOf(values);
        if (size > MaximumRowBytes)
            throw new ArgumentException($"samples at {UnixTime.ToText(time)} of {size} bytes, more than {MaximumRowBytes}", nameof(values));
        if (!buffers.TryGetValue(group.Id, out var buffer))
            buffers.Add(group.Id, buffer = new GroupBuffer(group));
        var added = buffer.Rows == 0 ? buffer.Columns : 0;
        if (Samples > 0 && (IsFull || bytes + size > limits.Bytes || columns + added > limits.Columns))
            return false;
        if (added > 0)
            used.Add(buffer);
        if (Samples == 0)
            (OpenedAt, FirstTime, LastTime) = (now, time, time);
        buffer.Add(time, values);
        (FirstTime, LastTime) = (Math.Min(FirstTime, time), Math.Max(LastTime, time));
        Samples += values.Length;
        bytes += size;
        columns += added;
        return true;
    }

    /// <summary>Writes all columns.</summary>
    public void WriteTo(BatchWriter writer)
    {
        foreach (var buffer in used)
            buffer.WriteTo(writer);
    }

    /// <summary>Empties it; the memory stays.</summary>
    public void Clear()
    {
        foreach (var buffer in used)
            buffer.Clear();
        used.Clear();
        (Samples, bytes, columns, IsUrgent) = (0, 0, 0, false);
    }

    private static int SizeOf(ReadOnlySpan<SampleValue> values)
    {
        var size = sizeof(long);
        foreach (ref readonly var value in values)
        {
            size += value.Type switch
            {
                SignalType.Text => Encoding.UTF8.GetByteCount(value.Text),
                SignalType.Boolean => sizeof(bool),
                _ => sizeof(long),
            };
        }
        return size;
    }
}

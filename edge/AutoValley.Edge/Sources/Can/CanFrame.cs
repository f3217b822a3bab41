using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can;

/// <summary>What a CAN frame is for.</summary>
public enum CanFrameKind : byte
{
    /// <summary>It carries data; classic or FD.</summary>
    Data,

    /// <summary>It asks another node to send (RTR); no data.</summary>
    Remote,

    /// <summary>The controller's own report of a bus error, not something sent on the bus.</summary>
    Error,
}

/// <summary>One CAN frame; filled anew by its reader at every step.</summary>
public sealed class CanFrame
{
    /// <summary>Most data a CAN frame carries (CAN FD), in bytes.</summary>
    public const int MaximumDataBytes = 64;

    private readonly int capacity;
    private readonly byte[] data;

    /// <summary>For the largest frame there is.</summary>
    public CanFrame()
        : this(MaximumDataBytes)
    {
    }

    /// <param name="capacity">Most bytes, for what a transport protocol joins out of several.</param>
    internal CanFrame(int capacity)
    {
        this.capacity = capacity;
        data = new byte[capacity + BitField.Padding];
    }

    /// <summary>When it was received, Unix nanoseconds.</summary>
    public long Time { get; set; }

    /// <summary>The interface, for example <c>can0</c>.</summary>
    public string Bus { get; set; } = "";

    /// <summary>11 bits, or 29 when extended.</summary>
    public uint Id { get; set; }

    /// <summary>Whether the id has 29 bits.</summary>
    public bool IsExtended { get; set; }

    /// <summary>What it is for.</summary>
    public CanFrameKind Kind { get; set; }

    /// <summary>Bytes of data.</summary>
    public int Length { get; private set; }

    /// <summary>The data.</summary>
    public ReadOnlySpan<byte> Data => data.AsSpan(0, Length);

    /// <summary>The data and the bytes behind it that decoding may load.</summary>
    internal ReadOnlySpan<byte> Padded => data;

    /// <summary>Takes a copy of the data.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaximumDataBytes"/>.</exception>
    public void SetData(ReadOnlySpan<byte> bytes)
    {
        Length = 0;
        Append(bytes);
    }

    /// <summary>Adds data behind what is there.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > capacity)
            throw new ArgumentException($"{Length + bytes.Length} bytes of data, at most {capacity}", nameof(bytes));
        bytes.CopyTo(data.AsSpan(Length));
        Length += bytes.Length;
    }
}

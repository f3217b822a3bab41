namespace AutoValley.Storage;

/// <summary>Input that was acknowledged but cannot be used.</summary>
/// <param name="Id">Given by the catalogue; 0 before.</param>
/// <param name="Vehicle">organisation/vehicle, as far as the topic told; else empty.</param>
/// <param name="Topic">Where it came from.</param>
/// <param name="Reason">One word.</param>
/// <param name="Detail">For people.</param>
/// <param name="ReceiveTime">Unix nanoseconds.</param>
/// <param name="Payload">The bytes, cut at the table's limit.</param>
/// <param name="PayloadLength">Length before the cut.</param>
public sealed record DeadLetter(
    long Id, string Vehicle, string Topic, string Reason, string Detail, long ReceiveTime,
    ReadOnlyMemory<byte> Payload, long PayloadLength);

namespace AutoValley.Mqtt.Client.Storing;

/// <summary>What a record says; the numbers go to disk.</summary>
internal enum StoreRecordKind : byte
{
    Publish = 1,
    Released = 2,
    Done = 3,
    Taken = 4,
    LetGo = 5,
}

/// <summary>A record of the client's store; see FORMAT.md.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="PacketId">Of which publish.</param>
/// <param name="Body">Of a publish: when it was kept, and its PUBLISH packet.</param>
internal readonly record struct StoreRecord(StoreRecordKind Kind, ushort PacketId, ReadOnlyMemory<byte> Body);

using System.Buffers.Binary;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>Batches that are taken, because envelope and check sum are right, and turn out to be wrong when they are decoded.</summary>
internal static class DamagedBatch
{
    /// <summary>A speed and a gear at a time. The gear's bytes are wrong behind a good header.</summary>
    public static AcceptedBatch WithGear(Session session, ulong sequence, long time)
    {
        var writer = new BatchWriter();
        writer.AddColumn(TestVehicle.Speed, writer.AddTimes([time]), Values.Of(new[] { 2.0 }));
        writer.AddColumn(TestVehicle.Gear, 0, Values.Of(new[] { 0x0102030405060708L }));
        var payload = writer.ToPayload(session.SessionId, sequence, 0, 0, new ClockQuality(ClockSource.System, null, null));
        return new AcceptedBatch(session, sequence, 5, Resealed(payload, bytes =>
        {
            bytes[^10] ^= 0xFF;
            bytes[^9] ^= 0xFF;
        }));
    }

    /// <summary>The same with some bytes changed and the check sum made right.</summary>
    public static byte[] Resealed(ReadOnlyMemory<byte> batch, Action<byte[]> damage)
    {
        var payload = batch.ToArray();
        damage(payload);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(payload.Length - 4), Crc32C.Compute(payload.AsSpan(0, payload.Length - 5)));
        return payload;
    }
}

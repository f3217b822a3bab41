using System.Buffers.Binary;
using AutoValley.Telemetry.Batches;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using V1 = AutoValley.V1;

namespace AutoValley.Edge.Collecting;

/// <summary>
/// The set of schemes in force on the disk: a file that is whole, or is set aside and told.
/// <code>
/// "AVSCHEME" | version:byte = 1 | 3 bytes of 0 | CRC-32C of the rest:uint32 | autovalley.v1.SchemeSet
/// </code>
/// </summary>
internal sealed class SchemeStore(string folder, ILogger logger)
{
    private const int HeadBytes = 16;
    private const byte Version = 1;

    private readonly string path = Path.Combine(folder, "schemes");

    /// <summary>The set that was kept; null when none was, or it cannot be read.</summary>
    public V1.SchemeSet? Load()
    {
        try
        {
            if (!File.Exists(path))
                return null;
            if (Read(File.ReadAllBytes(path)) is { } set)
                return set;
            File.Move(path, $"{path}.damaged", overwrite: true);
            logger.SchemesDamaged(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.SchemesUnreadable(path, failure.Message);
        }
        return null;
    }

    /// <summary>Keeps a set in the place of the one before.</summary>
    /// <returns>Null when it is on the disk, else why not.</returns>
    public string? Save(V1.SchemeSet set)
    {
        var payload = set.ToByteArray();
        var bytes = new byte[HeadBytes + payload.Length];
        "AVSCHEME"u8.CopyTo(bytes);
        bytes[8] = Version;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Crc32C.Compute(payload));
        payload.CopyTo(bytes.AsSpan(HeadBytes));
        try
        {
            Directory.CreateDirectory(folder);
            using (var file = new FileStream($"{path}.new", FileMode.Create, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move($"{path}.new", path, overwrite: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.SchemesNotKept(path, failure.Message);
            return failure.Message;
        }
    }

    private static V1.SchemeSet? Read(ReadOnlySpan<byte> bytes)
    {
        var isWhole = bytes.Length is >= HeadBytes and <= HeadBytes + SchemeLimits.CommandBytes && bytes.StartsWith("AVSCHEME"u8) && bytes[8] == Version
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == Crc32C.Compute(bytes[HeadBytes..]);
        try
        {
            return isWhole ? V1.SchemeSet.Parser.ParseFrom(bytes[HeadBytes..]) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

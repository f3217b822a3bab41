using System.Buffers.Binary;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can.Blf;

/// <summary>
/// Reads a Vector BLF log: classic CAN, CAN FD, remote requests and error frames. Channel 1 is <c>can0</c>. The measurement's start says no time zone and is
/// taken as UTC. Other objects are passed over; a file that was not closed is read as far as it goes, and that is told.
/// </summary>
public sealed class BlfReader : ICanLog
{
    private const int MinimumHeaderBytes = 72;
    private const int StartTimeOffset = 40;

    private readonly BlfObjects objects;
    private readonly long start;
    private long passedOver;

    private BlfReader(string file, Stream stream)
    {
        File = file;
        var head = new byte[MinimumHeaderBytes];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith("LOGG"u8))
            throw new SourceException($"{file}: the head of a BLF file is missing");
        start = StartOf(head.AsSpan(StartTimeOffset)) ?? throw new SourceException($"{file}: the start of measurement is no date");
        objects = new BlfObjects(file, stream, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
    }

    /// <inheritdoc/>
    public string File { get; }

    /// <inheritdoc/>
    public CanFrame Frame { get; } = new();

    /// <inheritdoc/>
    public string LeftOut => string.Join(", ", new[]
    {
        passedOver == 0 ? "" : $"other objects: {passedOver}",
        objects.IsCutOff ? "an object that the file ends in" : "",
    }.Where(text => text.Length > 0));

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It cannot be opened, or is no BLF file.</exception>
    public static BlfReader Open(string path) => Over(path, RecordedFile.OpenSeekable(path));

    /// <summary>Reads a stream that can seek; <paramref name="name"/> stands in errors.</summary>
    /// <exception cref="SourceException">It is no BLF file.</exception>
    public static BlfReader Over(string name, Stream stream) => RecordedFile.Over(stream, opened => new BlfReader(name, opened));

    /// <inheritdoc/>
    public bool Read()
    {
        while (objects.Read())
        {
            switch (BlfFrame.TryParse(objects.Object.Span, objects.Type, start, Frame))
            {
                case null:
                    return true;
                case "":
                    passedOver++;
                    break;
                case var reason:
                    throw new SourceException($"{File}: an object of type {(uint)objects.Type} {reason}");
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => objects.Dispose();

    // Windows' SYSTEMTIME: year, month, day of the week, day, hour, minute, second, millisecond, 16 bits each.
    private static long? StartOf(ReadOnlySpan<byte> bytes)
    {
        Span<int> part = stackalloc int[8];
        for (var index = 0; index < part.Length; index++)
            part[index] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * 2)..]);
        if (part[0] is < 1970 or > 2261 || part[1] is < 1 or > 12 || part[3] < 1 || part[3] > DateTime.DaysInMonth(part[0], part[1])
            || part[4] > 23 || part[5] > 59 || part[6] > 59 || part[7] > 999)
            return null;
        var date = new DateTime(part[0], part[1], part[3], part[4], part[5], part[6], part[7], DateTimeKind.Utc);
        return (date - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    }
}

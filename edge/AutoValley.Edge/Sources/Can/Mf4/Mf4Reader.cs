using System.Buffers.Binary;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>
/// Reads the CAN frames of an MDF 4 file with bus logging (ASAM MDF 4.1, "Bus Logging"): sorted and unsorted, deflated, and one that its logger did not finish.
/// Bus channel 1 is <c>can1</c>. Frames of several data groups are merged by time. A start in local time is taken as UTC, and told. What is no CAN frame is passed over.
/// </summary>
public sealed class Mf4Reader : ICanLog
{
    private const byte LocalTimeFlag = 1;

    private readonly Mf4File file;
    private readonly long start;
    private readonly bool isLocalTime;
    private readonly List<(Mf4Records Records, CanFrame Frame)> groups = [];
    private readonly PriorityQueue<(Mf4Records Records, CanFrame Frame), (Int128 Time, int Order)> upcoming = new();
    private (Mf4Records Records, CanFrame Frame)? current;
    private int order;

    private Mf4Reader(Mf4File file)
    {
        this.file = file;
        var head = file.Block(Mf4File.HeadBytes, "HD");
        var data = file.Data(head, 13);
        (start, isLocalTime) = (BinaryPrimitives.ReadInt64LittleEndian(data), (data[12] & LocalTimeFlag) != 0);
        foreach (var group in file.List(Mf4File.Link(head, 0), "DG"))
        {
            if (new Mf4Records(file, group) is { HasFrames: true } records)
                groups.Add((records, new CanFrame()));
        }
        if (groups.Count == 0)
            throw new SourceException($"{file.Name}: it holds no CAN frames (CAN_DataFrame of ASAM's bus logging)");
        foreach (var group in groups)
            Enqueue(group);
    }

    /// <inheritdoc/>
    public string File => file.Name;

    /// <inheritdoc/>
    public CanFrame Frame => current?.Frame ?? throw new InvalidOperationException("nothing was read");

    /// <inheritdoc/>
    public string LeftOut => string.Join("; ", Missing());

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It cannot be opened, is no MDF 4 file, or has no CAN frames.</exception>
    public static Mf4Reader Open(string path) => Over(path, RecordedFile.OpenSeekable(path));

    /// <summary>Reads a stream that can seek; <paramref name="name"/> stands in errors.</summary>
    /// <exception cref="SourceException">It is no MDF 4 file, or has no CAN frames.</exception>
    public static Mf4Reader Over(string name, Stream stream) => RecordedFile.Over(stream, opened => new Mf4Reader(new Mf4File(name, opened)));

    /// <inheritdoc/>
    public bool Read()
    {
        if (current is { } last)
            Enqueue(last);
        current = upcoming.TryDequeue(out var next, out _) ? next : null;
        return current is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private IEnumerable<string> Missing()
    {
        if (isLocalTime)
            yield return "its time zone, which the file does not say: times are taken as UTC";
        if (groups.Any(group => group.Records.IsCutOff))
            yield return "a record that the file ends in";
    }

    private void Enqueue((Mf4Records Records, CanFrame Frame) group)
    {
        if (!group.Records.Read(group.Frame))
            return;
        var time = start + group.Records.Nanos;
        if (time < 0 || time > long.MaxValue)
            throw new SourceException($"{file.Name}: a frame's time is before 1970 or after 2262");
        group.Frame.Time = (long)time;
        upcoming.Enqueue(group, (time, order++));
    }
}

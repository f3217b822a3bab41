using System.Globalization;

namespace AutoValley.Mqtt.Client.Storing;

/// <summary>Reads what an earlier process left in a client's store.</summary>
internal sealed class StoreRecovery(DateTimeOffset now)
{
    private readonly Dictionary<ushort, Entry> entries = [];
    private readonly SortedSet<ushort> taken = [];
    private long order;

    /// <summary>Segments, oldest first.</summary>
    public List<StoreSegment> Segments { get; } = [];

    /// <summary>Number of the newest segment; 0 when there is none.</summary>
    public long LastNumber { get; private set; }

    /// <summary>Bytes that could not be read.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>Identifiers that are taken.</summary>
    public IReadOnlyCollection<ushort> Taken => taken;

    /// <summary>In which segment each publish lies that is not done.</summary>
    public IEnumerable<(ushort PacketId, StoreSegment Segment)> Owners => entries.Select(entry => (entry.Key, entry.Value.Segment));

    /// <summary>What is not done, oldest first.</summary>
    public IReadOnlyList<MqttStoredPublish> Pending() =>
        [.. entries.OrderBy(entry => entry.Value.Order).Select(entry => new MqttStoredPublish(entry.Key, entry.Value.Publish, entry.Value.IsReleased))];

    public void Read(string folder)
    {
        var found = new SortedDictionary<long, string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*" + StoreFormat.Extension))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal))
                found[ordinal] = path;
        }
        foreach (var (ordinal, path) in found)
        {
            LastNumber = ordinal;
            Read(new StoreSegment(path));
        }
    }

    private void Read(StoreSegment segment)
    {
        Segments.Add(segment);
        ReadOnlyMemory<byte> rest = File.ReadAllBytes(segment.Path);
        segment.Bytes = rest.Length;
        if (rest.Span.StartsWith(StoreFormat.Magic))
        {
            rest = rest[StoreFormat.Magic.Length..];
            while (StoreFormat.TryRead(ref rest, out var record))
                Apply(segment, record);
        }
        DamagedBytes += rest.Length;
    }

    private void Apply(StoreSegment segment, in StoreRecord record)
    {
        if (record.Kind is StoreRecordKind.Taken or StoreRecordKind.LetGo)
        {
            if (record.Kind == StoreRecordKind.Taken)
                taken.Add(record.PacketId);
            else
                taken.Remove(record.PacketId);
            return;
        }
        if (record.Kind == StoreRecordKind.Released)
        {
            if (entries.TryGetValue(record.PacketId, out var sent))
                sent.IsReleased = true;
            return;
        }
        // An identifier that comes again belonged to a publish that is done, or that was never reported as kept.
        if (entries.Remove(record.PacketId, out var before))
            before.Segment.Pending--;
        if (record.Kind != StoreRecordKind.Publish || StoreFormat.ReadPublish(record.Body, now) is not { } publish)
            return;
        entries.Add(record.PacketId, new Entry(segment, publish, order++));
        segment.Pending++;
    }

    private sealed class Entry(StoreSegment segment, MqttPublish publish, long order)
    {
        public StoreSegment Segment => segment;

        public MqttPublish Publish => publish;

        public long Order => order;

        public bool IsReleased { get; set; }
    }
}

using System.Buffers.Binary;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage;

/// <summary>Sealed batch numbers in <c>catalog.db</c>: pairs of 64-bit little-endian numbers. Used under the catalogue's lock.</summary>
internal sealed class WatermarkTable(SqliteConnection connection) : IDisposable
{
    private const int RangeBytes = 16;

    private readonly SqliteCommand reserve = connection.Prepare("UPDATE sealed SET reserved = $1", 1);
    private readonly SqliteCommand savePosition = connection.Prepare("UPDATE sealed SET position = $1", 1);
    private readonly SqliteCommand saveRanges = connection.Prepare("INSERT OR REPLACE INTO watermark VALUES ($1, $2)", 2);
    private readonly SqliteCommand loadRanges = connection.Prepare("SELECT ranges FROM watermark WHERE session = $1", 1);

    private readonly SqliteCommand addDay = connection.Prepare("INSERT OR IGNORE INTO day VALUES ($1)", 1);
    private readonly SqliteCommand forgetDay = connection.Prepare("DELETE FROM day WHERE day = $1", 1);

    public (long Sealed, long Reserved) LoadPositions() => connection
        .Rows("SELECT position, reserved FROM sealed", row => (row.GetInt64(0), row.GetInt64(1))).Single();

    public Dictionary<int, SequenceRanges> Load() => connection
        .Rows("SELECT session, ranges FROM watermark", row => KeyValuePair.Create(row.GetInt32(0), Read(row.GetFieldValue<byte[]>(1))))
        .ToDictionary();

    public SequenceRanges Load(int session) => loadRanges.With(session).Rows(row => Read(row.GetFieldValue<byte[]>(0))).SingleOrDefault() ?? new SequenceRanges();

    public IEnumerable<int> LoadDays() => connection.Rows("SELECT day FROM day", row => row.GetInt32(0));

    public void ForgetDay(int day) => forgetDay.With(day).ExecuteNonQuery();

    public void Save(long position, IReadOnlyDictionary<int, SequenceRanges> sessions, IEnumerable<int> days)
    {
        foreach (var day in days)
            addDay.With(day).ExecuteNonQuery();
        foreach (var (session, ranges) in sessions)
            saveRanges.With(session, Write(ranges)).ExecuteNonQuery();
        savePosition.With(position).ExecuteNonQuery();
    }

    /// <summary>Puts another state in the place of all that is there.</summary>
    public void Replace(SealedState state)
    {
        connection.Execute("DELETE FROM watermark");
        // A day that came since may be in no file of a copy; one that went since is not to come back.
        foreach (var day in LoadDays().Where(day => !state.Days.Contains(day)).ToArray())
            ForgetDay(day);
        Save(state.Position, state.Ranges, []);
        reserve.With(state.Reserved).ExecuteNonQuery();
    }

    public void Dispose()
    {
        reserve.Dispose();
        savePosition.Dispose();
        saveRanges.Dispose();
        loadRanges.Dispose();
        addDay.Dispose();
        forgetDay.Dispose();
    }

    private static byte[] Write(SequenceRanges ranges)
    {
        var bytes = new byte[ranges.Count * RangeBytes];
        for (var index = 0; index < ranges.Count; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(index * RangeBytes), ranges[index].First);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((index * RangeBytes) + 8), ranges[index].Last);
        }
        return bytes;
    }

    private static SequenceRanges Read(byte[] bytes)
    {
        var ranges = new SequenceRanges();
        for (var at = 0; at + RangeBytes <= bytes.Length; at += RangeBytes)
        {
            ranges.Add(new SequenceRange(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at + 8))));
        }
        return ranges;
    }
}

using System.Buffers;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Writes the times of chunks, the same ones only once: signals of one CAN message have their times in common.</summary>
internal sealed class SharedTimes(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand insert = connection.Prepare("INSERT INTO times (count, checksum, bounds, times) VALUES ($1, $2, $3, $4)", 4);
    private readonly Dictionary<(int Count, long First, long Last), List<(ReadOnlyMemory<long> Times, long Id)>> written = [];

    /// <summary>Of what was added.</summary>
    public long Bytes { get; private set; }

    /// <summary>The row that holds the times, one that was there or a new one. Nobody may change the times until they are forgotten.</summary>
    public long Add(ReadOnlyMemory<long> times, ArrayBufferWriter<byte> scratch)
    {
        var key = (times.Length, times.Span[0], times.Span[^1]);
        if (!written.TryGetValue(key, out var candidates))
            written.Add(key, candidates = []);
        foreach (var (other, id) in candidates)
        {
            if (other.Span.SequenceEqual(times.Span))
                return id;
        }
        var bytes = TimesBytes.Of(times.Span, scratch);
        insert.With(times.Length, bytes.Checksum, bytes.Bounds, bytes.Column).ExecuteNonQuery();
        Bytes += bytes.Bounds.Length + bytes.Column.Length;
        candidates.Add((times, connection.LastId()));
        return candidates[^1].Id;
    }

    /// <summary>Lets go of what was added: later times are not compared with it.</summary>
    public void Forget() => written.Clear();

    public void Dispose() => insert.Dispose();
}

using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>
/// Chunks of all days, with a memory of where they are, of the times that they share, and of the columns that plots and aggregates were made of.
/// Safe for concurrent use.
/// </summary>
internal sealed class ChunkSource(DayFolder folder, StoreOptions options)
{
    // Directories are small beside the times of what they list.
    private readonly BoundedCache<(int Day, int Series), ChunkDirectory> directories = new(options.DirectoryCacheBytes / 2);
    private readonly BoundedCache<(int Day, long Times), PieceTimes> times = new(options.DirectoryCacheBytes / 2);

    // A file that took the place of a damaged one counts its chunks anew: the check sum tells them apart.
    private readonly BoundedCache<(int Day, long Chunk, int Checksum), PieceColumns> columns = new(options.ColumnCacheBytes);

    /// <summary>How often remembered columns could be used, and what they take.</summary>
    public CacheStatistics ColumnCache => columns.Statistics;

    /// <summary>The chunks of a series and day.</summary>
    /// <exception cref="DamagedChunkException">The check sum of a row is another.</exception>
    public ChunkDirectory Directory(int day, Series series)
    {
        var key = (day, series.Id);
        if (directories.TryGet(key, out var known))
            return known;
        var asOf = directories.Version;
        var directory = new ChunkDirectory(folder.Read(day, reader => reader.Find(series), []));
        directories.Add(key, directory, directory.Bytes, asOf);
        return directory;
    }

    /// <summary>The columns of a chunk; null when retention took its day.</summary>
    /// <param name="day">Its day.</param>
    /// <param name="chunk">Its row.</param>
    /// <param name="type">Of its values.</param>
    /// <param name="remember">Whether the columns are kept for the next one who asks.</param>
    /// <exception cref="ColumnFormatException">A check sum is another, or a row is not there.</exception>
    public PieceColumns? Open(int day, ChunkRow chunk, SignalType type, bool remember)
    {
        var key = (day, chunk.Id, chunk.Body.Checksum);
        if (columns.TryGet(key, out var opened))
        {
            // What is read a second time will be read more often.
            var packed = opened.ToPacked();
            if (!ReferenceEquals(packed, opened))
                columns.Replace(key, packed, packed.Bytes);
            return packed;
        }
        var asOf = columns.Version;
        opened = Read(day, chunk, type);
        if (remember && opened is not null)
            columns.Add(key, opened, opened.Bytes, asOf);
        return opened;
    }

    /// <summary>Chunks of these series came or went.</summary>
    public void Forget(int day, IEnumerable<int> series) => directories.Drop(series.Select(one => (day, one)));

    /// <summary>The day went.</summary>
    public void Forget(int day)
    {
        directories.Drop(key => key.Day == day);
        times.Drop(key => key.Day == day);
        columns.Drop(key => key.Day == day);
    }

    private PieceColumns? Read(int day, ChunkRow chunk, SignalType type)
    {
        var asOf = times.Version;
        var isKnown = times.TryGet((day, chunk.Times), out var known);
        var read = folder.Read(day, reader => BodyBytes.Open(reader.OpenBody(chunk), chunk, type, known ?? reader.OpenTimes(chunk)), null);
        if (!isKnown && read is not null)
            times.Add((day, chunk.Times), read.Times, read.Times.Bytes, asOf);
        return read;
    }
}

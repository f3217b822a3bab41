using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>Chunks of all days, with a memory of where they are and of the times that they share. Safe for concurrent use.</summary>
internal sealed class ChunkSource(DayFolder folder, long cacheBytes)
{
    // Directories are small beside the times of what they list.
    private readonly BoundedCache<(int Day, int Series), ChunkDirectory> directories = new(cacheBytes / 2);
    private readonly BoundedCache<(int Day, long Times), PieceTimes> times = new(cacheBytes / 2);

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
    /// <exception cref="ColumnFormatException">A check sum is another, or a row is not there.</exception>
    public PieceColumns? Open(int day, ChunkRow chunk, SignalType type)
    {
        var asOf = times.Version;
        var isKnown = times.TryGet((day, chunk.Times), out var known);
        var columns = folder.Read(day, reader => BodyBytes.Open(reader.OpenBody(chunk), chunk, type, known ?? reader.OpenTimes(chunk)), null);
        if (!isKnown && columns is not null)
            times.Add((day, chunk.Times), columns.Times, columns.Times.Bytes, asOf);
        return columns;
    }

    /// <summary>Chunks of these series came or went.</summary>
    public void Forget(int day, IEnumerable<int> series) => directories.Drop(series.Select(one => (day, one)));

    /// <summary>The day went.</summary>
    public void Forget(int day)
    {
        directories.Drop(key => key.Day == day);
        times.Drop(key => key.Day == day);
    }
}

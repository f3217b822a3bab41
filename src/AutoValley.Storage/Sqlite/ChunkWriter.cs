using System.Buffers;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>Adds chunks to a day within a transaction of its user, and counts what it adds.</summary>
internal sealed class ChunkWriter(SqliteConnection connection) : IDisposable
{
    private readonly SharedTimes times = new(connection);
    private readonly SharedBodies bodies = new(connection);
    private readonly ArrayBufferWriter<byte> scratch = new();

    /// <summary>Of the blobs added.</summary>
    public long Bytes => bodies.Bytes + times.Bytes;

    /// <summary>Chunks added.</summary>
    public long Chunks { get; private set; }

    /// <summary>Samples added.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds a chunk. Nothing of it is kept but its times.</summary>
    /// <param name="chunk">Its row, as far as it is known.</param>
    /// <param name="samples">All of one day, as many as a chunk may hold.</param>
    public void Add(ChunkRow chunk, Samples samples)
    {
        bodies.Add(chunk with { Times = times.Add(samples.Times, scratch) }, samples.Values);
        Chunks++;
        Samples += samples.Count;
    }

    /// <summary>What comes now has no times in common with what came.</summary>
    public void EndTimes()
    {
        bodies.EndTimes();
        times.Forget();
    }

    /// <summary>Writes all that was added and not written yet.</summary>
    public void Flush() => bodies.Flush();

    public void Dispose()
    {
        times.Dispose();
        bodies.Dispose();
    }
}

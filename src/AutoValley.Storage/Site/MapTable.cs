using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Site;

/// <summary>Versions of the map and which is active. Versions never change and never go.</summary>
public sealed class MapTable : IDisposable
{
    private const string Columns = "version, sha256, length(content), geo_reference, name, file, format, zones, routes, placed, remarks, person, time, note";

    private readonly SiteConnection site;
    private readonly SqliteCommand add;
    private readonly SqliteCommand activate;

    internal MapTable(SiteConnection site)
    {
        this.site = site;
        add = site.Connection.Prepare(
            "INSERT INTO map (sha256, geo_reference, name, file, format, zones, routes, placed, remarks, person, time, note, content) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", 13);
        activate = site.Connection.Prepare("INSERT INTO activation (version, time) VALUES ($1, $2)", 2);
    }

    /// <summary>All, newest first.</summary>
    public IReadOnlyList<StoredMap> All => site.Read(connection => connection.Rows($"SELECT {Columns} FROM map ORDER BY version DESC", Read));

    /// <summary>The version that vehicles are judged by; 0 while there is none.</summary>
    public int Active => site.Read(connection => connection.Rows("SELECT version FROM activation ORDER BY id DESC LIMIT 1", row => row.GetInt32(0)).SingleOrDefault());

    /// <summary>Which version became active when (the server's clock, Unix nanoseconds), oldest first.</summary>
    public IReadOnlyList<(int Version, long Time)> Activations => site.Read(connection =>
        connection.Rows("SELECT version, time FROM activation ORDER BY id", row => (row.GetInt32(0), row.GetInt64(1))));

    /// <summary>That version; null when there is none.</summary>
    public StoredMap? Find(int version) => site.Read(connection => connection.Rows($"SELECT {Columns} FROM map WHERE version = {version}", Read).SingleOrDefault());

    /// <summary>The bytes of a version; null when there is none.</summary>
    public byte[]? Content(int version) => site.Read(connection =>
        connection.Rows($"SELECT content FROM map WHERE version = {version}", row => row.GetFieldValue<byte[]>(0)).SingleOrDefault());

    /// <summary>Stores a new version.</summary>
    /// <param name="map">Its version does not count.</param>
    /// <param name="bytes">Of the file.</param>
    /// <returns>As it is stored, with its version; and whether it is new: one of the same bytes and place is given as it was.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public (StoredMap Map, bool IsNew) Add(StoredMap map, ReadOnlyMemory<byte> bytes) => site.Write(() =>
    {
        if (All.FirstOrDefault(other => other.Sha256.Span.SequenceEqual(map.Sha256.Span) && other.GeoReference == map.GeoReference) is { } known)
            return (known, false);
        add.With(
            map.Sha256.ToArray(), map.GeoReference, map.Name, map.File, map.Format, map.Zones, map.Routes, map.IsPlaced, string.Join('\n', map.Remarks),
            map.Person, map.Time, map.Note, bytes.ToArray()).ExecuteNonQuery();
        return (map with { Version = (int)site.Connection.LastId() }, true);
    });

    /// <summary>Makes a version the one that vehicles are judged by.</summary>
    /// <param name="version">Which.</param>
    /// <param name="time">When, by the server's clock, Unix nanoseconds.</param>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public void Activate(int version, long time) => site.Write(() => activate.With(version, time).ExecuteNonQuery());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in new[] { add, activate })
            command.Dispose();
    }

    private static StoredMap Read(SqliteDataReader row) => new()
    {
        Version = row.GetInt32(0),
        Sha256 = row.GetFieldValue<byte[]>(1),
        Bytes = row.GetInt64(2),
        GeoReference = row.GetString(3),
        Name = row.GetString(4),
        File = row.GetString(5),
        Format = row.GetString(6),
        Zones = row.GetInt32(7),
        Routes = row.GetInt32(8),
        IsPlaced = row.GetBoolean(9),
        Remarks = row.GetString(10).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Person = row.GetString(11),
        Time = row.GetInt64(12),
        Note = row.GetString(13),
    };
}

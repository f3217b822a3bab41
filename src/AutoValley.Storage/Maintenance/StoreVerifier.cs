using AutoValley.Storage.Site;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// Reads all that a store holds and tells what does not fit: the structure of catalogue and site, the site's maps, each day, the journal. It goes on behind every
/// finding. Everything is read in short transactions, so that sealing and merging go on meanwhile.
/// </summary>
internal sealed class StoreVerifier(MaintenanceParts parts, CancellationToken cancellation)
{
    private readonly VerifyCounts counts = new();

    /// <summary>Steps at least once a file and every few dozen chunks; the last one has the totals.</summary>
    public IEnumerable<VerifyStep> Steps() => Database("catalog.db", CatalogueSchema.Version, CatalogueSchema.Version, _ => [])
        .Concat(Database(SiteDatabase.FileName, SiteSchema.Version, SiteSchema.Oldest, MapHashes.Problems))
        .Concat(parts.Days.FilesSetAside.Where(SetAsideFiles.IsLoss).Select(file => counts.Found(new Finding(file, SetAsideFiles.ReasonOf(file)))))
        .Concat(parts.Days.Days.SelectMany(day => new DayVerifier(parts, counts, day, cancellation).Steps()))
        .Concat(new JournalVerifier(parts, counts, cancellation).Steps());

    private IEnumerable<VerifyStep> Database(string name, int version, int oldest, Func<SqliteConnection, IEnumerable<string>> contents)
    {
        var path = Path.Combine(parts.Folder, name);
        // A store that no server with a site ever opened has no site.db.
        if (!File.Exists(path) && name == SiteDatabase.FileName)
            yield break;
        yield return counts.Begin(name);
        foreach (var problem in ProblemsOf(() => Sqlite.Database.OpenReader(path, version, oldest), contents))
            yield return counts.Found(problem);
        yield return counts.End();
    }

    private static List<string> ProblemsOf(Func<SqliteConnection?> open, Func<SqliteConnection, IEnumerable<string>> contents)
    {
        try
        {
            using var connection = open();
            if (connection is null)
                return [];
            // Where pages do not fit together, what they say is worth nothing.
            return DatabaseStructure.Problems(connection) is { Count: > 0 } structure ? structure : [.. contents(connection)];
        }
        catch (Exception exception) when (exception is SqliteException or StoreException)
        {
            return [exception.Message];
        }
    }
}

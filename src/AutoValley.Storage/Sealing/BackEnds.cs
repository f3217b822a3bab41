using AutoValley.Storage.Influx;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Sealing;

/// <summary>
/// Makes the back end of a store's folder. A folder keeps to the one it began with: samples that were sealed to the other would be out of sight, and
/// nobody would be told.
/// </summary>
internal static class BackEnds
{
    /// <summary>Lies in a folder whose samples are sealed to an InfluxDB; says which.</summary>
    public const string InfluxMark = "influx";

    /// <exception cref="StoreException">The folder was begun with the other one, or with another InfluxDB.</exception>
    public static ISealedStore Create(StoreOptions options, InfluxStoreOptions? influx, ICatalogue catalogue, (TimeProvider Clock, ILogger Logger) tools)
    {
        var mark = Path.Combine(options.Folder, InfluxMark);
        if (influx is null)
        {
            return File.Exists(mark)
                ? throw new StoreException($"{options.Folder} is of a store that seals to InfluxDB ({File.ReadAllText(mark).Trim()}): start it with --store influx, or take another folder")
                : new SqliteSealedStore(options, tools.Logger);
        }
        using (var days = new DayFolder(options.Folder, 1))
        {
            if (days.Days is { Length: > 0 } files)
                throw new StoreException($"{options.Folder} has {files.Length} day files, {UtcDay.ToText(files[0])} the first, which InfluxDB would put out of sight: take another folder");
        }
        KeepMark(mark, influx);
        return new InfluxSealedStore(influx, catalogue, tools.Clock, tools.Logger);
    }

    // Another InfluxDB would put what lies in the first one out of sight as well.
    private static void KeepMark(string mark, InfluxStoreOptions influx)
    {
        var name = $"{influx.Url} {influx.QueryDatabase(influx.Dialect)} {influx.RetentionPolicy}".Trim();
        var known = File.Exists(mark) ? File.ReadAllText(mark).Trim() : "";
        // Nothing is sealed before the mark is there: of one that is empty the writing was cut.
        if (known.Length == 0)
        {
            File.WriteAllText(mark, name + "\n");
            Folders.SyncFile(mark);
            Folders.Sync(Path.GetDirectoryName(mark)!);
        }
        else if (known != name)
        {
            throw new StoreException($"samples of this folder lie in the InfluxDB '{known}', and '{name}' is set: if they were moved there, or it is the same, delete {mark}");
        }
    }
}

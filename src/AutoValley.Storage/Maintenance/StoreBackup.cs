using System.Runtime.CompilerServices;
using AutoValley.Storage.Sealing;
using AutoValley.Storage.Site;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Maintenance;

/// <summary>
/// The files of a store as of one moment, while it goes on. A store opened on them holds every batch that was acknowledged before
/// that moment.
/// <list type="number">
/// <item>The moment: between two seals the site's database is copied, the journal's closed segments and the mark of a back end elsewhere get second names, and
/// what is sealed is remembered.
/// So what the site judged by then is no more than the journal and the days have, and no less than the days had.</item>
/// <item>Sealing goes on. Each day is copied as it then is: a day that is ahead of the moment leaves out, by its own
/// <c>sealed.position</c>, the segments that the backup's journal would seal into it again.</item>
/// <item>Last comes the catalogue, so that it knows every series and session of the days. In its copy the store is sealed as far as
/// at the moment, so that the journal is replayed, and the positions up to now are reserved, so that no later batch gets one that
/// a day holds for sealed.</item>
/// </list>
/// </summary>
public sealed class StoreBackup : IDisposable
{
    private readonly MaintenanceParts parts;
    private readonly BackupWorkspace workspace;
    private readonly SealedState moment;
    private readonly IReadOnlyList<string> segments;
    private readonly IReadOnlyList<BackupFile> ready;
    private readonly Action closed;

    private StoreBackup(MaintenanceParts parts, BackupWorkspace workspace, (SealedState State, List<string> Segments, List<BackupFile> Ready) kept, Action closed)
    {
        (this.parts, this.workspace, this.closed) = (parts, workspace, closed);
        (moment, segments, ready) = kept;
    }

    /// <summary>All files, one after the other. A day that retention takes meanwhile is left out.</summary>
    /// <exception cref="IOException">The disk has no room for a copy, or fails; it says where.</exception>
    public async IAsyncEnumerable<BackupFile> FilesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var file in ready)
        {
            yield return file;
            File.Delete(file.Path);
        }
        foreach (var segment in segments)
        {
            yield return new BackupFile("journal/" + Path.GetFileName(segment), segment, "");
            File.Delete(segment);
        }
        foreach (var day in parts.Days.Days)
        {
            var copy = await Task.Run(() => CopyDay(day), cancellation);
            if (copy is null)
                continue;
            yield return copy;
            File.Delete(copy.Path);
        }
        yield return await Task.Run(CopyCatalogue, cancellation);
    }

    /// <summary>Takes away what was copied.</summary>
    public void Dispose()
    {
        workspace.Dispose();
        closed();
    }

    /// <summary>Begins one; <paramref name="closed"/> is called when it is over.</summary>
    internal static async Task<StoreBackup> BeginAsync(MaintenanceParts parts, Action closed, CancellationToken cancellation)
    {
        var workspace = BackupWorkspace.Create(parts.Folder);
        try
        {
            return new StoreBackup(parts, workspace, await parts.Sealer.BetweenAsync(KeepAsync, cancellation), closed);
        }
        catch
        {
            workspace.Dispose();
            throw;
        }

        async ValueTask<(SealedState, List<string>, List<BackupFile>)> KeepAsync()
        {
            List<BackupFile> ready = [.. KeepMark(parts, workspace), .. CopySite(parts, workspace)];
            // What is acknowledged by now is in a closed segment afterwards, or sealed.
            await parts.CloseSegment().WaitAsync(cancellation);
            return (
                new SealedState(parts.Watermarks.SealedPosition, 0, parts.Watermarks.LoadWatermarks(), parts.Watermarks.SealedDays),
                [.. parts.Sealer.Closed.SelectMany(segment => workspace.Keep(parts.JournalFolder, segment))],
                ready);
        }
    }

    // Whoever restores it keeps to its back end.
    private static BackupFile[] KeepMark(MaintenanceParts parts, BackupWorkspace workspace) => File.Exists(Path.Combine(parts.Folder, BackEnds.InfluxMark))
        ? [new BackupFile(BackEnds.InfluxMark, workspace.Keep(parts.Folder, BackEnds.InfluxMark), "")]
        : [];

    // None: nobody opened it yet.
    private static BackupFile[] CopySite(MaintenanceParts parts, BackupWorkspace workspace)
    {
        var source = Path.Combine(parts.Folder, SiteDatabase.FileName);
        if (!File.Exists(source))
            return [];
        var target = workspace.Room(SiteDatabase.FileName, new FileInfo(source).Length);
        try
        {
            return DatabaseCopy.Write(source, SiteSchema.Version, target) ? [new BackupFile(SiteDatabase.FileName, target, "")] : [];
        }
        catch (SqliteException exception)
        {
            throw new StoreException($"{target}: {exception.Message}", exception);
        }
    }

    // Null: there is no such day any more, or nothing in it yet.
    private BackupFile? CopyDay(int day)
    {
        var source = parts.Days.PathOf(day);
        var name = Path.GetFileName(source);
        var target = workspace.Room(name, parts.Days.FileBytes(day));
        try
        {
            return DatabaseCopy.Write(source, DaySchema.Version, target) ? new BackupFile(name, target, "") : null;
        }
        catch (Exception exception) when (exception is SqliteException or StoreException && IsOfTheSource(exception))
        {
            return File.Exists(source) ? new BackupFile(name, target, exception.Message) : null;
        }
        catch (SqliteException exception)
        {
            throw new StoreException($"{target}: {exception.Message}", exception);
        }
    }

    private BackupFile CopyCatalogue()
    {
        const string Name = "catalog.db";
        var target = workspace.Room(Name, new FileInfo(Path.Combine(parts.Folder, Name)).Length);
        parts.Watermarks.CopyTo(target, moment with
        {
            Reserved = Math.Max(parts.DurablePosition(), Math.Max(parts.Watermarks.SealedPosition, parts.Watermarks.ReservedPosition)),
        });
        return new BackupFile(Name, target, "");
    }

    // A full or failing disk ends the backup; a damaged day must not keep the others from being saved.
    private static bool IsOfTheSource(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException)?.SqliteErrorCode
            is SqliteErrors.Corrupt or SqliteErrors.NotADatabase or SqliteErrors.CannotOpen or null;
}

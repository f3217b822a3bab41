using AutoValley.Storage.Sealing;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Sqlite;

/// <summary>The day files of a folder and a few idle connections to them. Safe for concurrent use.</summary>
internal sealed class DayFolder : IDisposable
{
    private const string Prefix = "telemetry-";
    private const string Extension = ".db";
    private const string Copying = ".copying";

    // The log first: without its database it would be taken for that of a new one of the same name.
    private static readonly string[] Suffixes = ["-wal", "-shm", ""];

    private readonly object gate = new();
    private readonly Dictionary<int, int> rented = [];
    private readonly string folder;
    private readonly int maximumIdle;
    private readonly FolderFiles files;
    private readonly SortedSet<int> days;
    private readonly LinkedList<DayReader> idle = new();
    private readonly SetAsideFiles setAside;
    private IWatermarkTable? watermarks;
    private bool disposed;

    public DayFolder(string folder, int maximumIdle, FolderFiles? files = null)
    {
        (this.folder, this.maximumIdle, this.files) = (folder, maximumIdle, files ?? FolderFiles.System);
        Folders.Create(folder);
        days = [.. Directory.EnumerateFiles(folder, Prefix + "*" + Extension).Select(DayOf).OfType<int>()];
        foreach (var copy in Directory.EnumerateFiles(folder, Prefix + "*" + Extension + Copying + "*"))
            this.files.Delete(copy);
        setAside = new SetAsideFiles(folder, Prefix + "*" + Extension, this.files);
    }

    /// <summary>Days that have a file, ascending.</summary>
    public int[] Days
    {
        get
        {
            lock (gate)
                return [.. days];
        }
    }

    /// <summary>Whether the day has a file.</summary>
    public bool Contains(int day)
    {
        lock (gate)
            return days.Contains(day);
    }

    /// <summary>Names of the files that <see cref="SetAside"/> and <see cref="MarkMissing"/> made, now or earlier.</summary>
    public string[] FilesSetAside
    {
        get
        {
            lock (gate)
                return setAside.Names;
        }
    }

    public string PathOf(int day) => Path.Combine(folder, Prefix + UtcDay.ToText(day) + Extension);

    /// <summary>From now on a day that the table has must be there, with tables in its file; without a table any may be new.</summary>
    public void Attach(IWatermarkTable table) => watermarks = table;

    /// <summary>Whether samples were sealed into the day's file, and nobody deleted it or set it aside since.</summary>
    public bool IsSealed(int day) => watermarks?.SealedDays.Contains(day) ?? false;

    /// <summary>Makes a day known, once its file is there; durably when it is new.</summary>
    public void Add(int day)
    {
        lock (gate)
        {
            if (days.Add(day))
                files.Sync(folder);
        }
    }

    /// <summary>Uses a connection to the day; <paramref name="missing"/> when it has no file, or no more.</summary>
    /// <exception cref="StoreException">The file cannot be opened, is damaged, or is empty although samples were sealed into it.</exception>
    public T Read<T>(int day, Func<DayReader, T> read, T missing)
    {
        if (Rent(day) is not { } reader)
            return missing;
        try
        {
            return read(reader);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SqliteErrors.Corrupt or SqliteErrors.NotADatabase)
        {
            throw new StoreException($"{Path.GetFileName(PathOf(day))}: {exception.Message}", exception);
        }
        finally
        {
            Return(reader);
        }
    }

    /// <summary>Deletes the day's file, as soon as whoever reads a chunk of it is done.</summary>
    public void Delete(int day)
    {
        // First: a file that is gone is missed by nobody then.
        watermarks?.ForgetDay(day);
        lock (gate)
        {
            Close(day);
            foreach (var suffix in Suffixes)
                files.Delete(PathOf(day) + suffix);
            files.Sync(folder);
        }
    }

    /// <summary>Gives the day's file another name, under which nobody looks for it, as soon as whoever reads a chunk of it is done.</summary>
    /// <returns>The name.</returns>
    /// <exception cref="IOException">It stays where it is.</exception>
    public string SetAside(int day)
    {
        lock (gate)
        {
            Close(day);
            // The log stays beside its database, for whoever repairs it.
            var kept = setAside.Take(PathOf(day), Suffixes);
            watermarks?.ForgetDay(day);
            return kept;
        }
    }

    /// <summary>
    /// Puts a copy that can be written in the place of a day's file that cannot, and keeps that under another name. It is read until then, and the
    /// copy after.
    /// </summary>
    /// <returns>The name that it is kept under; null when its log has something, so that the file alone would not be all of it.</returns>
    /// <exception cref="IOException">There is no room for a copy, say; nothing has changed.</exception>
    /// <exception cref="SqliteException">As <see cref="IOException"/>.</exception>
    public string? ReplaceByCopy(int day)
    {
        var (path, copy) = (PathOf(day), PathOf(day) + Copying);
        try
        {
            if (LengthOf(path + "-wal") > 0 || !DatabaseCopy.Write(path, DaySchema.Version, copy))
                return null;
            files.SyncFile(copy);
            lock (gate)
            {
                Close(day);
                days.Add(day);
                // Of the protected file, and empty; the copy has none yet.
                files.Delete(path + "-wal");
                files.Delete(path + "-shm");
                return setAside.Replace(path, copy);
            }
        }
        finally
        {
            files.Delete(copy);
        }
    }

    /// <summary>Leaves a mark for people in the place of a day's file that is gone; what is sealed from now on makes a new one.</summary>
    /// <returns>The mark's name.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public string MarkMissing(int day)
    {
        lock (gate)
        {
            Close(day);
            var mark = setAside.Mark(PathOf(day));
            watermarks?.ForgetDay(day);
            return mark;
        }
    }

    /// <summary>Bytes of a day's file and its log; SQLite's index of the log, which goes with its last reader, does not count.</summary>
    public long FileBytes(int day) => LengthOf(PathOf(day)) + LengthOf(PathOf(day) + "-wal");

    /// <summary>Bytes of all day files.</summary>
    public long FileBytes() => Directory.EnumerateFiles(folder, Prefix + "*").Sum(LengthOf);

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var reader in idle)
                reader.Dispose();
            idle.Clear();
            disposed = true;
        }
    }

    // From here on nobody reads it.
    private void Close(int day)
    {
        days.Remove(day);
        while (rented.ContainsKey(day))
            Monitor.Wait(gate);
        foreach (var reader in idle.Where(reader => reader.Day == day).ToArray())
        {
            idle.Remove(reader);
            reader.Dispose();
        }
    }

    private DayReader? Rent(int day)
    {
        lock (gate)
        {
            if (!days.Contains(day))
                return null;
            for (var node = idle.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Day != day)
                    continue;
                idle.Remove(node);
                CountRented(day, 1);
                return node.Value;
            }
            var opened = DayReader.Open(day, PathOf(day));
            if (opened is null && IsSealed(day))
                throw new StoreException($"{Path.GetFileName(PathOf(day))} is empty, although samples were sealed into it");
            CountRented(day, opened is null ? 0 : 1);
            return opened;
        }
    }

    private void Return(DayReader reader)
    {
        lock (gate)
        {
            CountRented(reader.Day, -1);
            if (days.Contains(reader.Day) && !disposed)
                idle.AddLast(reader);
            else
                reader.Dispose();
            if (idle.Count > maximumIdle)
            {
                idle.First!.Value.Dispose();
                idle.RemoveFirst();
            }
        }
    }

    private void CountRented(int day, int change)
    {
        if ((rented[day] = rented.GetValueOrDefault(day) + change) > 0)
            return;
        rented.Remove(day);
        Monitor.PulseAll(gate);
    }

    // SQLite's side files come and go.
    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    private static int? DayOf(string path) =>
        UtcDay.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan(Prefix.Length), out var day) ? day : null;
}

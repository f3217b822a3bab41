using System.Runtime.CompilerServices;
using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Storage.Sqlite.Compaction;
using AutoValley.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Sqlite;

/// <summary>Sealed samples in one SQLite file a UTC day.</summary>
internal sealed class SqliteSealedStore : ISealedStore
{
    private readonly ILogger logger;
    private readonly int maximumOpenDays;
    private readonly DayFolder folder;
    private readonly LatestPieces latest;
    private readonly ReadGate gate = new();
    private readonly ChunkSource source;
    private readonly Compactor compactor;
    private readonly DayTotals totals;

    public SqliteSealedStore(StoreOptions options, ILogger logger, FolderFiles? files = null)
    {
        this.logger = logger;
        maximumOpenDays = options.MaximumOpenDays;
        folder = new DayFolder(options.Folder, maximumOpenDays, files);
        source = new ChunkSource(folder, options);
        var chunks = new LatestChunks(folder, source);
        latest = new LatestPieces((series, cancellation) => ValueTask.FromResult(chunks.Find(series, cancellation)));
        totals = new DayTotals(folder);
        compactor = new Compactor(folder, gate, Forget);
    }

    public DayFolder? Days => folder;

    public void Attach(IWatermarkTable watermarks)
    {
        folder.Attach(watermarks);
        foreach (var day in watermarks.SealedDays.Order())
        {
            if (MarkWhenMissing(day))
                continue;
            if (new FileInfo(folder.PathOf(day)).Length == 0)
                SetAside(Emptied(day));
        }
        // Of an older program, which noted no days, or sealed by one that was killed before it noted them.
        var unknown = folder.Days.Where(day => !folder.IsSealed(day) && HasTables(day)).ToArray();
        if (unknown.Length > 0)
            watermarks.SaveWatermarks(watermarks.SealedPosition, new Dictionary<int, SequenceRanges>(), unknown);
    }

    public Task SealAsync(SealGroup group, CancellationToken cancellation)
    {
        foreach (var days in group.Days().Chunk(maximumOpenDays))
            SealWhatCanBe(group, days, cancellation);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<SamplePiece> FindAsync(
        Series series, TimeRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (day, chunk) in Find(series, range))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new ChunkPiece(source, day, series, chunk);
        }
        await Task.CompletedTask;
    }

    public IReadOnlyList<long> FindCuts(Series series, TimeRange range, long samples, int parts) =>
        ChunkCuts.Of(Find(series, range).Select(found => found.Chunk), samples, parts);

    public ValueTask<Dictionary<int, SamplePiece>> FindLatestAsync(IReadOnlyCollection<Series> series, CancellationToken cancellation) =>
        latest.FindAsync(series, cancellation);

    public IDisposable BeginRead() => gate.Enter();

    public IDisposable BeginSnapshot(long position) => gate.EnterSnapshot();

    public ValueTask<bool> CompactAsync(CancellationToken cancellation) => ValueTask.FromResult(compactor.Step(cancellation));

    public ValueTask<bool> CompactDayAsync(int day, CancellationToken cancellation) => ValueTask.FromResult(compactor.Step(day, cancellation));

    public ValueTask<long> DeleteBeforeAsync(long time, CancellationToken cancellation)
    {
        var deleted = 0L;
        try
        {
            // A day ends at or before the time when its last nanosecond lies before it.
            foreach (var day in folder.Days.TakeWhile(day => UtcDay.Last(day) < time))
            {
                cancellation.ThrowIfCancellationRequested();
                deleted += Delete(day);
            }
        }
        finally
        {
            latest.ForgetAll();
        }
        return ValueTask.FromResult(deleted);
    }

    public ValueTask<long> DeleteDayAsync(int day, CancellationToken cancellation)
    {
        try
        {
            return ValueTask.FromResult(Delete(day));
        }
        finally
        {
            latest.ForgetAll();
        }
    }

    public ValueTask<StoreStatistics> GetStatisticsAsync(CancellationToken cancellation)
    {
        var (samples, bytes, chunks) = (0L, 0L, 0L);
        foreach (var day in folder.Days)
        {
            cancellation.ThrowIfCancellationRequested();
            var totals = this.totals.Of(day);
            (samples, bytes, chunks) = (samples + totals.Samples, bytes + totals.Bytes, chunks + totals.Chunks);
        }
        return ValueTask.FromResult(new StoreStatistics(samples, bytes, folder.FileBytes(), chunks)
        {
            ColumnCache = source.ColumnCache,
        });
    }

    public IReadOnlyList<string> Warnings
    {
        get
        {
            var (files, days) = (folder.FilesSetAside, totals.Unreadable);
            return files.Length + days.Length == 0
                ? []
                :
                [
                    .. files.Select(file => $"{file} {SetAsideFiles.ReasonOf(file)}"),
                    .. days.Select(day => $"{Path.GetFileName(folder.PathOf(day))} cannot be read; its samples are not counted"),
                ];
        }
    }

    public void Dispose() => folder.Dispose();

    private IEnumerable<(int Day, ChunkRow Chunk)> Find(Series series, TimeRange range)
    {
        foreach (var day in folder.Days)
        {
            if (!range.Overlaps(UtcDay.First(day), UtcDay.Last(day)))
                continue;
            foreach (var chunk in source.Directory(day, series).Find(range))
                yield return (day, chunk);
        }
    }

    private void Forget(int day, IReadOnlyCollection<int> series)
    {
        totals.Forget(day);
        latest.Forget(series);
        source.Forget(day, series);
    }

    private long Delete(int day)
    {
        // A day that is too damaged to be counted can still be deleted.
        var samples = totals.Of(day).Samples;
        folder.Delete(day);
        totals.Forget(day);
        source.Forget(day);
        compactor.Forget(day);
        return samples;
    }

    // A file that cannot be used is no reason to keep the other days, and all that comes after, waiting. Each turn takes one out of the way.
    private void SealWhatCanBe(SealGroup group, int[] days, CancellationToken cancellation)
    {
        HashSet<int> copied = [];
        for (var isDone = false; !isDone;)
        {
            try
            {
                Seal(group, days, cancellation);
                isDone = true;
            }
            catch (UnusableDayException unusable)
            {
                if (!unusable.IsProtected || !copied.Add(unusable.Day) || !TryReplace(unusable))
                    SetAside(unusable);
            }
        }
    }

    // Somebody wants the file to stay as it is, and nobody wants its samples to be out of sight, or later ones to wait.
    private bool TryReplace(UnusableDayException unusable)
    {
        if (folder.ReplaceByCopy(unusable.Day) is not { } kept)
            return false;
        Log.DayProtected(logger, UtcDay.ToText(unusable.Day), kept, unusable.InnerException!);
        ForgetAll(unusable.Day);
        return true;
    }

    private void SetAside(UnusableDayException unusable)
    {
        Log.DaySetAside(logger, UtcDay.ToText(unusable.Day), folder.SetAside(unusable.Day), unusable.InnerException!);
        ForgetAll(unusable.Day);
    }

    private bool MarkWhenMissing(int day)
    {
        if (!folder.IsSealed(day) || File.Exists(folder.PathOf(day)))
            return false;
        Log.DayMissing(logger, UtcDay.ToText(day), folder.MarkMissing(day));
        ForgetAll(day);
        return true;
    }

    private void ForgetAll(int day)
    {
        totals.Forget(day);
        source.Forget(day);
        compactor.Forget(day);
        latest.ForgetAll();
    }

    private bool HasTables(int day)
    {
        try
        {
            return folder.Read(day, _ => true, missing: false);
        }
        catch (Exception exception) when (exception is SqliteException or StoreException)
        {
            // Damaged, so there was something.
            return true;
        }
    }

    private UnusableDayException Emptied(int day) =>
        new(day, new StoreException($"{Path.GetFileName(folder.PathOf(day))} is empty, although samples were sealed into it"));

    private void Seal(SealGroup group, int[] days, CancellationToken cancellation)
    {
        var writers = new Dictionary<int, DayWriter>();
        var series = new HashSet<int>();
        int? touched = null;
        try
        {
            foreach (var day in days)
            {
                touched = day;
                Open(day, group, writers);
            }
            touched = null;
            if (writers.Count == 0)
                return;
            foreach (var column in group.Columns(new DaySpan(days[0], days[^1])))
            {
                cancellation.ThrowIfCancellationRequested();
                series.Add(column.Series.Id);
                foreach (var part in ChunkSplit.Split(column.Samples))
                {
                    touched = UnixTime.DayOf(part.Times.Span[0]);
                    writers.GetValueOrDefault(touched.Value)?.Add(column, part);
                    touched = null;
                }
            }
            foreach (var (day, writer) in writers)
            {
                touched = day;
                writer.Commit(group.LastPosition);
            }
        }
        catch (Exception exception) when (touched is { } day && UnusableDayException.IsReason(exception))
        {
            throw new UnusableDayException(day, exception);
        }
        finally
        {
            foreach (var writer in writers.Values)
                writer.Dispose();
            foreach (var day in writers.Keys)
            {
                Forget(day, series);
                compactor.Touch(day);
            }
        }
    }

    // A day that a crash found sealed already is not opened again.
    private void Open(int day, SealGroup group, Dictionary<int, DayWriter> writers)
    {
        if (!MarkWhenMissing(day) && folder.IsSealed(day) && new FileInfo(folder.PathOf(day)).Length == 0)
            throw Emptied(day);
        var writer = new DayWriter(folder.PathOf(day));
        // Before anything fails: one that nobody disposes keeps the day locked.
        writers.Add(day, writer);
        folder.Add(day);
        if (writer.SealedPosition < group.FirstPosition)
            return;
        writers.Remove(day);
        writer.Dispose();
    }
}

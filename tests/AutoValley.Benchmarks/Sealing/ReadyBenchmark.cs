using System.Diagnostics;
using System.Globalization;
using AutoValley.Benchmarks.Site;
using AutoValley.Storage;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Benchmarks.Sealing;

/// <summary>A store of a given size, whose process is killed, and a server that is started on it. The files are warm: they were just written.</summary>
/// <param name="journalBytes">Journal that is not sealed.</param>
/// <param name="chunkBytes">Day files with chunks that were sealed before, at least.</param>
/// <param name="days">Day files beside, with nothing in them.</param>
internal sealed class ReadyBenchmark(long journalBytes, long chunkBytes, int days)
{
    private const string Filled = "filled";

    private static readonly TimeSpan Driving = TimeSpan.FromMinutes(10);

    public async Task<int> RunAsync(int repeat, TextWriter output, CancellationToken cancellation)
    {
        for (var turn = 0; turn < repeat; turn++)
        {
            var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
            try
            {
                await FillAndKillAsync(Path.Combine(folder.FullName, "data"), cancellation);
                var (journal, sealedBytes) = (BytesOf(folder, "*.avj"), BytesOf(folder, "telemetry-*"));
                var start = Stopwatch.GetTimestamp();
                await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
                var (ready, cpu) = (Stopwatch.GetElapsedTime(start), server.Cpu);
                await output.WriteLineAsync(
                    $"journal {journal >> 20} MiB, day files {sealedBytes >> 20} MiB: ready after {ready.TotalSeconds:F2} s, {cpu.TotalSeconds:F2} CPU s");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        return 0;
    }

    /// <summary>What the process does that is killed.</summary>
    public async Task<int> FillAsync(string folder, TextWriter output, CancellationToken cancellation)
    {
        var batches = await SiteBatches.DriveAsync(0, Driving);
        using var catalogue = SqliteCatalogue.Open(Path.Combine(folder, "catalog.db"));
        if (chunkBytes > 0)
            await SealAsync(folder, catalogue, batches, cancellation);
        foreach (var day in Enumerable.Range(0, days).Select(day => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day)))
            Database.Open(Path.Combine(folder, $"telemetry-{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.db"), DaySchema.Version, DaySchema.Sql, DaySchema.Layout).Dispose();
        // Only written: a store would seal what is closed.
        var journal = new BatchJournal(
            new DiskJournalFiles(Path.Combine(folder, "journal")), new JournalOptions(), catalogue.SealedPosition + 1, new Nobody(), NullLogger.Instance);
        CommitGroup? last = null;
        foreach (var batch in Vehicles(batches, journalBytes, "journal").SelectMany(name => batches.Of(catalogue, name)))
        {
            last = journal.Enqueue(new JournalRecord(batch.Session, batch.Sequence, batch.ReceiveTime, batch.Payload));
            if (batch.Sequence % 64 == 0)
                await last.Durable.WaitAsync(cancellation);
        }
        await (last?.Durable ?? Task.CompletedTask);
        await output.WriteLineAsync(Filled);
        await Task.Delay(Timeout.Infinite, cancellation);
        return 0;
    }

    private async Task SealAsync(string folder, SqliteCatalogue catalogue, SiteBatches batches, CancellationToken cancellation)
    {
        await using var store = SampleStore.Open(new StoreOptions { Folder = folder }, catalogue, TimeProvider.System, NullLogger.Instance);
        for (var number = 1; BytesOf(new DirectoryInfo(folder), "telemetry-*") < chunkBytes; number++)
        {
            await Task.WhenAll(batches.Of(catalogue, $"sealed-{number}").Select(batch => store.AppendAsync(batch, cancellation).AsTask()));
            await store.SealAsync(cancellation);
        }
    }

    private async Task FillAndKillAsync(string folder, CancellationToken cancellation)
    {
        var arguments = new[] { typeof(ReadyBenchmark).Assembly.Location, "ready", "--fill", folder, "--journal", $"{journalBytes >> 20}", "--chunks", $"{chunkBytes >> 20}", "--days", $"{days}" };
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line && line != Filled)
        {
        }
        process.Kill();
        await process.WaitForExitAsync(cancellation);
    }

    private static IEnumerable<string> Vehicles(SiteBatches batches, long bytes, string name) =>
        Enumerable.Range(1, (int)((bytes + batches.Bytes - 1) / batches.Bytes)).Select(number => $"{name}-{number}");

    private static long BytesOf(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(file => file.Length);

    private sealed class Nobody : IJournalListener
    {
        public void Committed(CommitGroup group)
        {
        }

        public void Failed(CommitGroup group)
        {
        }

        public void Closed(JournalSegment segment)
        {
        }
    }
}

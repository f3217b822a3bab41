using System.IO.MemoryMappedFiles;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Spool;

/// <summary>
/// How many samples the agent took of its sources and has in memory alone, in a page of a file that outlives the process: an agent that starts reads there
/// what died with one that was killed. A clean end deletes the file. See FORMAT.md. Safe for concurrent use.
/// </summary>
internal sealed class SampleLedger : IDisposable
{
    /// <summary>In the spool's folder.</summary>
    public const string FileName = "taken";

    private readonly Lock gate = new();
    private MemoryMappedFile? file;
    private MemoryMappedViewAccessor? page;
    private string path = "";
    private long taken, spooled, lost, untold;

    /// <summary>Whether it is written down.</summary>
    public bool IsBound
    {
        get
        {
            lock (gate)
                return page is not null;
        }
    }

    /// <summary>Samples that died with agents before this one, and that no status has told the server yet.</summary>
    public long Untold
    {
        get
        {
            lock (gate)
                return untold;
        }
    }

    /// <summary>A status told the server of so many of them: the next agent has not to.</summary>
    public void Tell(long samples)
    {
        lock (gate)
        {
            untold -= samples;
            page?.Write(LedgerPage.Untold, untold);
            try
            {
                // It is what an agent after a power cut goes by.
                page?.Flush();
            }
            catch (Exception error) when (SpoolIntake.IsOfDisk(error))
            {
                // That one tells of them again.
            }
        }
    }

    /// <summary>The batcher has so many more.</summary>
    public void Take(int samples)
    {
        lock (gate)
        {
            taken += samples;
            page?.Write(LedgerPage.Taken, taken);
        }
    }

    /// <summary>A batch goes to the spool.</summary>
    public void Begin(BatchFacts batch)
    {
        lock (gate)
        {
            page?.Write(LedgerPage.SpooledBefore, spooled);
            page?.Write(LedgerPage.BatchSamples, (long)batch.Samples);
            page?.Write(LedgerPage.Sequence, batch.Sequence);
        }
    }

    /// <summary>It is there.</summary>
    /// <param name="batch">As in <see cref="Begin"/>.</param>
    /// <param name="inMemory">Samples of all batches that the spool has in memory alone.</param>
    public void End(BatchFacts batch, long inMemory)
    {
        lock (gate)
        {
            spooled += batch.Samples;
            page?.Write(LedgerPage.InMemory, inMemory);
            page?.Write(LedgerPage.Spooled, spooled);
            page?.Write(LedgerPage.Sequence, 0UL);
        }
    }

    /// <summary>The spool has more or less in memory alone.</summary>
    public void Keep(long inMemory)
    {
        lock (gate)
            page?.Write(LedgerPage.InMemory, inMemory);
    }

    /// <summary>Reads what an agent left that was killed, and writes down this one's counts from now on.</summary>
    /// <param name="folder">The spool's; this agent holds its lock.</param>
    /// <param name="session">This agent's.</param>
    /// <param name="isSpooled">Whether an earlier session's batch is in the spool or was.</param>
    /// <returns>Samples that died with it, and with those before it that could tell nobody.</returns>
    /// <exception cref="IOException">The disk takes no file.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public long Bind(string folder, SessionId session, Func<SessionId, ulong, bool> isSpooled)
    {
        lock (gate)
        {
            var wanted = Path.Combine(folder, FileName);
            // What an earlier session of this agent had open, this one has.
            var isOwn = path == wanted;
            if (isOwn)
                Unbind();
            else
                Delete();
            if (!isOwn && File.Exists(wanted))
                lost += LedgerPage.ReadLost(File.ReadAllBytes(wanted), isSpooled);
            path = wanted;
            // Written and not mapped at first: a page that the disk has no room for would end the process at a write. Beside the one that is there, which holds
            // until this one does.
            using (var fresh = File.OpenHandle($"{path}.new", FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(fresh, LedgerPage.Write(session, taken, spooled, untold + lost), 0);
                RandomAccess.FlushToDisk(fresh);
            }
            File.Move($"{path}.new", path, overwrite: true);
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
            page = file.CreateViewAccessor(0, LedgerPage.Size);
            var told = lost;
            lost = 0;
            untold += told;
            return told;
        }
    }

    /// <summary>The agent's end. What it took and did not spool is for the next one to count.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (taken == spooled && untold == 0)
                Delete();
            else
                Unbind();
        }
    }

    private void Delete()
    {
        if (page is null)
            return;
        Unbind();
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (SpoolIntake.IsOfDisk(error))
        {
            // It says that nothing was lost.
        }
    }

    private void Unbind()
    {
        page?.Dispose();
        file?.Dispose();
        (page, file) = (null, null);
    }
}

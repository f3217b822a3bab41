using System.Globalization;
using AutoValley.Edge.Spool;

namespace AutoValley.Edge.Doctor;

/// <summary>Whether the disk takes what the spool may write, and whether an agent uses it already.</summary>
internal sealed class SpoolCheck(AgentOptions options, TimeProvider clock)
{
    private const string Subject = "spool";
    private const int ProbeBytes = 256 << 10;

    // A sync each second must not keep the agent from its work.
    private static readonly TimeSpan SlowSync = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether an agent runs on this spool; known after <see cref="Run"/>.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>Looks, and writes a file that it deletes again.</summary>
    public IEnumerable<Finding> Run()
    {
        var lockFinding = Lock();
        if (lockFinding is not null)
            yield return lockFinding;
        if (lockFinding is null or { Verdict: not Verdict.Broken })
            yield return Write();
    }

    private Finding? Lock()
    {
        try
        {
            SpoolLock.Take(options.SpoolFolder).Dispose();
            return null;
        }
        catch (SpoolException error) when (error.Message.Contains("in use", StringComparison.Ordinal))
        {
            IsInUse = true;
            return new Finding(Verdict.Fine, Subject, $"{options.SpoolFolder} is in use by a running agent");
        }
        catch (SpoolException error)
        {
            return new Finding(Verdict.Broken, Subject, error.Message, "make a folder that the agent's user may write, and name it in spool.folder");
        }
    }

    private Finding Write()
    {
        var probe = Path.Combine(options.SpoolFolder, $"doctor-{Environment.ProcessId}.probe");
        try
        {
            var start = clock.GetTimestamp();
            using (var file = File.OpenHandle(probe, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose))
            {
                RandomAccess.Write(file, new byte[ProbeBytes], 0);
                RandomAccess.FlushToDisk(file);
            }
            return Judge(clock.GetElapsedTime(start), new DriveInfo(Path.GetFullPath(options.SpoolFolder)).AvailableFreeSpace);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding(
                Verdict.Broken, Subject, $"{options.SpoolFolder}: {error.Message}", "free the disk or make it writable; the agent would keep batches in memory alone");
        }
    }

    private Finding Judge(TimeSpan sync, long free)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{options.SpoolFolder}: {free >> 20} MiB free for a spool of at most {options.SpoolMaximumBytes >> 20} MiB, {ProbeBytes >> 10} KiB written and synced in {sync.TotalMilliseconds:0.0} ms");
        if (free < options.SpoolMaximumBytes)
            return new Finding(Verdict.Doubtful, Subject, text, "free the disk or lower spool.mebibytes: else the oldest batches go when the disk is full");
        return sync > SlowSync
            ? new Finding(Verdict.Doubtful, Subject, text, "a slow disk: a power cut may cost the samples of so long and a second")
            : new Finding(Verdict.Fine, Subject, text);
    }
}

using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace AutoValley.Benchmarks.Fuzz;

/// <summary>Which input each worker is at, in a file that outlives the process when an input kills it.</summary>
internal sealed class FuzzJournal : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor inputs;
    private readonly long[] done;
    private readonly long[] begun;

    public FuzzJournal(int workers)
    {
        Workers = workers;
        (done, begun) = (new long[workers], new long[workers]);
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"autovalley-fuzz-{Environment.ProcessId}");
        file = MemoryMappedFile.CreateFromFile(Path, FileMode.Create, null, workers * sizeof(long));
        inputs = file.CreateViewAccessor();
    }

    public string Path { get; }

    public int Workers { get; }

    /// <summary>Inputs begun so far.</summary>
    public long Done => done.Sum(one => Volatile.Read(ref one));

    public void Begin(int worker, long input)
    {
        inputs.Write(worker * sizeof(long), input);
        Volatile.Write(ref begun[worker], Stopwatch.GetTimestamp());
        Volatile.Write(ref done[worker], done[worker] + 1);
    }

    /// <summary>The worker is through.</summary>
    public void End(int worker) => Volatile.Write(ref begun[worker], 0);

    /// <summary>An input that a worker has been at for longer; null when there is none.</summary>
    public long? Hung(TimeSpan limit)
    {
        for (var worker = 0; worker < Workers; worker++)
        {
            if (Volatile.Read(ref begun[worker]) is > 0 and var start && Stopwatch.GetElapsedTime(start) > limit)
                return inputs.ReadInt64(worker * sizeof(long));
        }
        return null;
    }

    public void Dispose()
    {
        inputs.Dispose();
        file.Dispose();
        File.Delete(Path);
    }
}

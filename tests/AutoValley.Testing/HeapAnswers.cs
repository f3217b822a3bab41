using System.Globalization;
using System.Runtime;

namespace AutoValley.Testing;

/// <summary>A process that tells of its heap, so that what something costs can be measured where nothing else is.</summary>
public static class HeapAnswers
{
    /// <summary>A question, a line: how many bytes are alive.</summary>
    public const string Alive = "alive";

    /// <summary>Another: how many bytes were allocated so far.</summary>
    public const string Allocated = "allocated";

    /// <summary>Answers each question with a number, a line, until the questions end.</summary>
    public static async Task RunAsync(TextReader questions, TextWriter answers)
    {
        while (await questions.ReadLineAsync() is { } line)
        {
            var bytes = line == Alive ? CountAlive() : GC.GetTotalAllocatedBytes(precise: true);
            await answers.WriteLineAsync(bytes.ToString(CultureInfo.InvariantCulture));
            await answers.FlushAsync();
        }
    }

    private static long CountAlive()
    {
        for (var i = 0; i < 3; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

using System.Globalization;
using System.Runtime;

namespace AutoValley.Testing;

/// <summary>A process that tells how many bytes of its heap are alive, so that what something costs can be measured where nothing else is.</summary>
public static class HeapAnswers
{
    /// <summary>The question, a line.</summary>
    public const string Question = "heap";

    /// <summary>Answers each question with a number, a line, until the questions end.</summary>
    public static async Task RunAsync(TextReader questions, TextWriter answers)
    {
        while (await questions.ReadLineAsync() is { } line)
        {
            if (line != Question)
                continue;
            await answers.WriteLineAsync(Alive().ToString(CultureInfo.InvariantCulture));
            await answers.FlushAsync();
        }
    }

    private static long Alive()
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

namespace AutoValley.Testing;

/// <summary>What code allocates once it is warm.</summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// Bytes that one round of work allocates on this thread: the least of some, as the runtime has its own business there (a hotter version of a method
    /// allocates when it begins, for instance); what is allocated each time is in all of them.
    /// </summary>
    /// <param name="round">The work; it stays on the thread.</param>
    public static long Least(Action round)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}

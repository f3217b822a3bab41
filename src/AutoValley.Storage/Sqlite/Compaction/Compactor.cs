using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Sqlite.Compaction;

/// <summary>
/// Merges small chunks, a bounded step at a time. A step is one transaction: chunks that read alike take the place of others, which stay
/// where they are until whoever may be reading them is done. Used by one thread at a time, never while a day is sealed or deleted.
/// </summary>
/// <param name="folder">The days.</param>
/// <param name="gate">Who is reading.</param>
/// <param name="changed">Called after chunks of a day's series changed.</param>
internal sealed class Compactor(DayFolder folder, ReadGate gate, Action<int, IReadOnlyCollection<int>> changed)
{
    // Of a step, about a tenth of a second; a unit more when it is a large one.
    private const long SamplesAtATime = 2_000_000;

    // With fewer segments there cannot be eight neighbours.
    private const int SegmentsAtATime = 8;

    private readonly Dictionary<int, int> segments = folder.Days.ToDictionary(day => day, _ => SegmentsAtATime);
    private readonly HashSet<int> seen = [];
    private readonly HashSet<(int Day, int Series)> left = [];
    private readonly Dictionary<int, long> replaced = [];
    private readonly HashSet<int> shrinking = [];
    private DayPlan? plan;

    /// <summary>A segment's samples came to the day.</summary>
    public void Touch(int day) => segments[day] = segments.GetValueOrDefault(day) + 1;

    /// <summary>The day went.</summary>
    public void Forget(int day)
    {
        segments.Remove(day);
        replaced.Remove(day);
        shrinking.Remove(day);
        left.RemoveWhere(one => one.Day == day);
        if (plan?.Day == day)
            plan = null;
    }

    /// <summary>Does something of what there is to do.</summary>
    /// <returns>Whether there is more to do now.</returns>
    public bool Step(CancellationToken cancellation)
    {
        if (replaced.Keys.Concat(shrinking).Where(day => day != plan?.Day).ToArray().Any(day => Clean(day, thorough: false)))
            return true;
        if (gate.HasSnapshot)
            return false;
        if (plan is null)
        {
            var days = segments.Where(one => one.Value >= SegmentsAtATime).Select(one => one.Key).ToArray();
            if (days.Length == 0)
                return false;
            plan = PlanOf(days.Min(), thorough: false);
        }
        Merge(cancellation);
        return true;
    }

    /// <summary>Does something of what there is to do with a day, also where little is to be gained.</summary>
    /// <returns>Whether there is more to do now.</returns>
    public bool Step(int day, CancellationToken cancellation)
    {
        if (gate.HasSnapshot || !folder.Contains(day))
            return false;
        if (plan is null || plan.Day != day || !plan.Thorough)
            plan = PlanOf(day, thorough: true);
        if (plan is null)
            return Clean(day, thorough: true);
        Merge(cancellation);
        return true;
    }

    // Null when there is nothing to merge.
    private DayPlan? PlanOf(int day, bool thorough)
    {
        segments[day] = 0;
        using var cleaner = new DayCleaner(folder.PathOf(day));
        if (seen.Add(day))
        {
            if (!thorough && !cleaner.HasWork)
                return null;
            // Of another process, whose readers are gone.
            cleaner.ClearReplaced();
        }
        var chunks = folder.Read(day, reader => reader.FindAll().ToArray(), []);
        var units = MergePlan.Of(chunks.Where(chunk => !left.Contains((day, chunk.Series))), thorough);
        if (units.Count > 0)
            return new DayPlan(day, thorough, chunks, units);
        cleaner.SetMerged();
        return null;
    }

    private void Merge(CancellationToken cancellation)
    {
        if (plan is not { } current)
            return;
        // Whatever fails, the plan is made again from what there is then.
        plan = null;
        HashSet<int> series = [];
        using (var merger = new DayMerger(current.Day, folder.PathOf(current.Day)))
        {
            for (var samples = 0L; samples < SamplesAtATime && current.Units.TryDequeue(out var unit); samples += unit.Samples)
            {
                cancellation.ThrowIfCancellationRequested();
                series.UnionWith(unit.Series.Select(chunks => chunks[0].Series));
                Merge(merger, current, unit);
            }
            merger.Commit();
        }
        changed(current.Day, series);
        // Whoever begins to read from now on finds the new chunks.
        replaced[current.Day] = gate.Advance();
        if (current.Units.Count > 0)
            plan = current;
        else
            segments[current.Day] = SegmentsAtATime;
    }

    private void Merge(DayMerger merger, DayPlan current, MergeUnit unit)
    {
        var unchanged = merger.Merge(unit).ToHashSet();
        foreach (var chunks in unit.Series)
        {
            if (unchanged.Contains(chunks))
            {
                left.Add((current.Day, chunks[0].Series));
                continue;
            }
            foreach (var chunk in chunks)
            {
                var (times, body) = current.End(chunk);
                if (times is not null || body is not null)
                    merger.Replace(times, body);
            }
        }
    }

    // Whether it did something.
    private bool Clean(int day, bool thorough)
    {
        if (replaced.TryGetValue(day, out var generation))
        {
            if (!gate.HasEnded(generation))
                return false;
            using var cleaner = new DayCleaner(folder.PathOf(day));
            cleaner.ClearReplaced();
            replaced.Remove(day);
            shrinking.Add(day);
            return true;
        }
        using (var cleaner = new DayCleaner(folder.PathOf(day)))
        {
            if (cleaner.ReturnPages(thorough))
                return true;
        }
        shrinking.Remove(day);
        return false;
    }
}

using Microsoft.Extensions.Logging;
using V1 = AutoValley.V1;

namespace AutoValley.Edge.Collecting;

/// <summary>The set of schemes in force: kept over starts, replaced by newer ones. Not safe for concurrent use.</summary>
internal sealed class SchemeKeeper
{
    private readonly Collector collector;
    private SchemeStore store;
    private V1.SchemeSet? kept;

    /// <summary>Puts the set into force that was kept, if one was.</summary>
    public SchemeKeeper(Collector collector, SchemeStore store, ILogger logger)
    {
        (this.collector, this.store) = (collector, store);
        if (store.Load() is not { } set)
            return;
        try
        {
            collector.Apply(set.Version, SchemeReader.Read(set));
            kept = set;
        }
        catch (FormatException unusable)
        {
            // Kept by another version of the agent: nothing is known of what was wanted, and everything is collected.
            logger.SchemesUnusable(set.Version, unusable.Message);
        }
    }

    /// <summary>Of the set in force; 0 when there never was one.</summary>
    public ulong Version => kept?.Version ?? 0;

    /// <summary>Keeps the set in force there from now on, in the place of what an earlier agent kept there.</summary>
    public void KeepIn(SchemeStore other)
    {
        store = other;
        // A disk that does not take it is told in the log.
        if (kept is not null)
            store.Save(kept);
    }

    /// <summary>Puts a set into force, unless it is old or unusable.</summary>
    /// <returns>Whether it is in force, and something to say about that.</returns>
    public (bool IsInForce, string Reason) Set(V1.SchemeSet set)
    {
        if (kept is { } before && set.Version <= before.Version)
        {
            if (set.Equals(before))
                return (true, "");
            return (false, set.Version == before.Version
                ? $"other schemes of version {set.Version} are in force"
                : $"version {set.Version} is older than version {before.Version}, which is in force");
        }
        if (set.Version == 0)
            return (false, "a set of schemes has a version of 1 or more");
        try
        {
            var schemes = SchemeReader.Read(set);
            // On the disk first: what is in force stays so after a loss of power.
            var fault = store.Save(set);
            collector.Apply(set.Version, schemes);
            kept = set;
            return (true, fault is null ? "" : $"in force until the agent ends, as the disk does not keep it: {fault}");
        }
        catch (FormatException unusable)
        {
            return (false, unusable.Message);
        }
    }
}

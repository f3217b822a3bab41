using AutoValley.Site;
using AutoValley.Storage;
using AutoValley.Storage.Site;

namespace AutoValley.Server.Site.Judging;

/// <summary>
/// Makes what was judged durable, and finds it again: the state, the visits and the position of the last batch in them are one transaction, so that a start goes on
/// exactly behind it.
/// </summary>
internal sealed class SiteCheckpoints(SiteDatabase database, SiteMaps maps, ISampleStore store)
{
    /// <summary>Brings a state to where the last checkpoint was.</summary>
    /// <returns>False when there is none, so that it begins behind what is sealed.</returns>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public bool Load(SiteState state)
    {
        if (database.Checkpoints.Load() is not { } saved)
        {
            state.StartAt(store.ReadUnsealed(0, 1) is [var first, ..] ? first.Position - 1 : store.DurablePosition);
            return false;
        }
        try
        {
            var snapshot = SiteSnapshot.Of(saved.State);
            state.Restore(snapshot, MapOf(snapshot.MapVersion));
            return true;
        }
        catch (Exception unusable) when (unusable is InvalidDataException or SiteMapException)
        {
            throw new StoreException($"{SiteDatabase.FileName}: the checkpoint cannot be used: {unusable.Message}", unusable);
        }
    }

    /// <summary>Makes a state durable, with other changes of the database before it in the same transaction.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be written; nothing is changed.</exception>
    public void Save(SiteState state, Action? beside = null)
    {
        var changes = state.Visits.Changes();
        database.InTransaction(() =>
        {
            beside?.Invoke();
            database.Visits.Put(changes);
            database.Checkpoints.Save(state.Position, state.Snapshot().ToBytes());
            return true;
        });
        state.Visits.Saved();
    }

    private Map? MapOf(int version) => version == 0
        ? null
        : maps.Read(maps.Find(version) ?? throw new InvalidDataException($"map {version} is not there"));
}

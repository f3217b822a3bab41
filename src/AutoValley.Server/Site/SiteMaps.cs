using System.Security.Cryptography;
using AutoValley.Site;
using AutoValley.Site.Utilisation;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site;

/// <summary>Versions of the map: taken, looked up and read.</summary>
internal sealed class SiteMaps(SiteDatabase database, SiteOptions options, TimeProvider clock)
{
    // So many stay read, those that were asked for last.
    private const int MaximumRead = 4;

    private readonly Lock gate = new();
    private readonly LinkedList<(int Version, Map Map)> read = [];

    /// <summary>All, newest first.</summary>
    public IReadOnlyList<StoredMap> All => database.Maps.All;

    /// <summary>The version that vehicles are judged by; 0 while there is none.</summary>
    public int Active => database.Maps.Active;

    /// <summary>A version, or for 0 the active one; null when there is none.</summary>
    public StoredMap? Find(int version) => database.Maps.Find(version == 0 ? Active : version);

    /// <summary>Reads a map and says what it is, without keeping it.</summary>
    /// <exception cref="SiteMapException">It is none; file, line and reason.</exception>
    public StoredMap Describe(MapImport import)
    {
        var map = Read(import);
        return new StoredMap
        {
            Sha256 = SHA256.HashData(import.Content.Span), Bytes = import.Content.Length, GeoReference = import.GeoReference,
            Name = map.Name.Length > 0 ? map.Name : import.File, File = import.File, Format = MapFile.FormatOf(import.Content.Span),
            Zones = map.Zones.Count, Routes = map.Routes.Count, IsPlaced = map.IsPlaced,
            Remarks = [.. map.Notes.Select(note => note.ReplaceLineEndings(" "))],
            Person = import.Person, Time = UnixTime.Now(clock), Note = import.Note,
        };
    }

    /// <summary>Keeps a map as a new version; one whose bytes are known stays as it is.</summary>
    /// <param name="import">The map.</param>
    /// <param name="check">Throws when it will not do for what is done with it next; null when anything will do.</param>
    /// <exception cref="SiteMapException">It is none; file, line and reason.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be stored.</exception>
    public (StoredMap Map, bool IsNew) Import(MapImport import, Action<StoredMap>? check = null)
    {
        var described = Describe(import);
        check?.Invoke(described);
        return database.InTransaction(() =>
        {
            var (map, isNew) = database.Maps.Add(described, import.Content);
            if (isNew)
                database.Audit.Add(new AuditEntry(0, described.Time, import.Person, "import map", SubjectOf(map.Version), import.Note));
            return (map, isNew);
        });
    }

    /// <summary>Makes a version the one that vehicles are judged by, from the next batch on.</summary>
    /// <param name="room">Who judges.</param>
    /// <param name="stored">The version.</param>
    /// <param name="map">The same, read; placed.</param>
    /// <param name="person">Who says so.</param>
    /// <param name="note">What for.</param>
    /// <exception cref="StoreUnavailableException">It cannot be stored; nothing is changed.</exception>
    public async Task ActivateAsync(SiteRoom room, StoredMap stored, Map map, string person, string note)
    {
        await room.ChangeAsync(
            (state, now) =>
            {
                if (state.MapVersion == stored.Version)
                    return null;
                state.ChangeMap(map, stored.Version, now);
                // The first map of all finds vehicles that something was said of before.
                foreach (var vehicle in database.Vehicles.All)
                    state.Describe(vehicle.Name, SiteVehicles.DescriptionOf(vehicle), now);
                return new AuditEntry(0, now, person, "activate map", SubjectOf(stored.Version), note);
            },
            entry =>
            {
                if (entry is null)
                    return;
                database.Maps.Activate(stored.Version, entry.Time);
                database.Audit.Add(entry);
            });
    }

    /// <summary>The bytes of a version.</summary>
    public ReadOnlyMemory<byte> Content(StoredMap map) => database.Maps.Content(map.Version);

    /// <summary>A version, read.</summary>
    /// <exception cref="SiteMapException">It was usable when it came, and is not for this program.</exception>
    public Map Read(StoredMap stored)
    {
        if (Known(stored.Version) is { } known)
            return known;
        var map = Read(new MapImport(Content(stored), stored.File) { GeoReference = stored.GeoReference });
        lock (gate)
        {
            if (Known(stored.Version) is { } readMeanwhile)
                return readMeanwhile;
            read.AddFirst((stored.Version, map));
            if (read.Count > MaximumRead)
                read.RemoveLast();
        }
        return map;
    }

    /// <summary>Which versions held when in a time, and their maps; the first one of all from ever on.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    public MapHistory History(Span range)
    {
        var activations = database.Maps.Activations;
        var periods = activations.Select((activation, number) => new MapPeriod(activation.Version, new Span(
            number == 0 ? long.MinValue : activation.Time, number + 1 < activations.Count ? activations[number + 1].Time : long.MaxValue).And(range)));
        return new MapHistory([.. periods.Where(period => period.Time.From < period.Time.To)], version => Read(database.Maps.Find(version)!));
    }

    private Map? Known(int version)
    {
        lock (gate)
        {
            for (var node = read.First; node is not null; node = node.Next)
            {
                if (node.Value.Version != version)
                    continue;
                read.Remove(node);
                read.AddFirst(node);
                return node.Value.Map;
            }
        }
        return null;
    }

    /// <summary>What the audit calls a version.</summary>
    public static string SubjectOf(int version) => FormattableString.Invariant($"map {version}");

    private Map Read(MapImport import)
    {
        try
        {
            return MapFile.Read(import.Content, new MapReadOptions
            {
                Limits = new MapLimits { MaximumBytes = options.MaximumMapBytes },
                GeoReference = import.GeoReference.Length > 0 ? import.GeoReference : null,
            });
        }
        catch (SiteMapException unusable)
        {
            throw new SiteMapException(import.File, unusable.Line, unusable.Reason, unusable);
        }
    }
}

using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Server.Site.Bookings;
using AutoValley.Server.Site.Judging;
using AutoValley.Site;
using AutoValley.Site.Alarms;
using AutoValley.Site.Bookings;
using AutoValley.Site.Rules;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Benchmarks.Occupancy;

/// <summary>
/// All that the site's thread does with durable batches, rules, bookings and alarms in a site.db too: every zone has a limit of speed, a capacity and a direction, needs a
/// booking, and each organisation has booked half of them, some for itself.
/// </summary>
internal sealed class RuledSite : IDisposable
{
    private const long RulesNanos = UnixTime.NanosPerSecond / 10;
    private const int Organisations = 4;

    private readonly SiteState state;
    private readonly SiteDatabase database;
    private readonly SiteAlarms alarms;
    private readonly Map map;
    private long judgedAt;

    public RuledSite(Map ground, string folder, long now)
    {
        var options = new SiteOptions { Rules = new RuleOptions { BookedKinds = new HashSet<ZoneKind>(Enum.GetValues<ZoneKind>()) } };
        map = Ruled(ground);
        state = new SiteState(options, new SiteCounters());
        state.ChangeMap(map, 1, now);
        database = SiteDatabase.Open(folder);
        var bookings = new SiteBookings(database, options, TimeProvider.System);
        for (var i = 0; i < map.Zones.Count; i++)
            Book(bookings, i, now);
        alarms = new SiteAlarms(database, options, bookings, new Unheard(), NullLogger<SiteAlarms>.Instance);
    }

    /// <summary>Judgements by the rules.</summary>
    public int Judgements { get; private set; }

    /// <summary>Transitions of alarms so far.</summary>
    public long Transitions => database.Alarms.Version;

    /// <summary>Whose vehicles they are.</summary>
    public static VehicleName NameOf(int vehicle) => new($"organisation-{vehicle % Organisations}", $"vehicle-{vehicle}");

    /// <summary>Judges a batch, and every tenth of a second who is where.</summary>
    public void Judge(DurableBatch batch)
    {
        state.Judge(batch);
        state.TakeTouched();
        if (batch.ReceiveTime - judgedAt < RulesNanos)
            return;
        judgedAt = batch.ReceiveTime;
        Judgements++;
        alarms.Judge(new SiteMoment(map, 1, [.. state.Presences], judgedAt));
    }

    public void Dispose() => database.Dispose();

    private void Book(SiteBookings bookings, int zone, long now)
    {
        var draft = new BookingDraft($"organisation-{zone % Organisations}", [map.Zones[zone].Name], now, now + (3_600 * UnixTime.NanosPerSecond))
        {
            IsExclusive = zone % 10 == 0,
        };
        var answer = bookings.Act(book => book.Create(draft, map, new PersonAction("Ann", "", now)), "book", now);
        if (answer.Outcome != BookingOutcome.Done)
            throw new BenchmarkException($"no booking: {answer.Detail}");
    }

    private static Map Ruled(Map ground) => new(
        ground.Name, ground.Projection, ground.Boundary,
        [
            .. ground.Zones.Select((zone, i) => zone with
            {
                SpeedLimit = 30 + (i % 3 * 20), Capacity = 4, Direction = i % 20 == 0 ? Direction.Towards(i) : null, VehicleKinds = ["car"],
            }),
        ],
        []);

    private sealed class Unheard : IDriverWarnings
    {
        public void Warn(VehicleName vehicle, Alarm alarm)
        {
        }
    }
}

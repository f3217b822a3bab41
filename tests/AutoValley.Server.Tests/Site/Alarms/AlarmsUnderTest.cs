using AutoValley.Server.Site;
using AutoValley.Server.Site.Alarms;
using AutoValley.Server.Site.Bookings;
using AutoValley.Server.Site.Judging;
using AutoValley.Site;
using AutoValley.Site.Alarms;
using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Server.Tests.Site.Alarms;

/// <summary>Alarms and bookings over a real site.db, in virtual time; alarms have no delays. A test says who is where.</summary>
internal sealed class AlarmsUnderTest : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");

    public AlarmsUnderTest() => Open();

    public VirtualTime Time { get; } = new();

    public long Now => UnixTime.Now(Time);

    public SiteOptions Options { get; } = new()
    {
        Alarms = new AlarmOptions
        {
            Policies = AlarmKinds.All.ToDictionary(kind => kind, _ => new AlarmPolicy(AlarmSeverity.High, TimeSpan.Zero, TimeSpan.Zero)),
            MaximumClosed = 2,
        },
        MaximumWatchers = 2,
    };

    public Warnings Warnings { get; } = new();

    public SiteDatabase Database { get; private set; } = null!;

    public SiteBookings Bookings { get; private set; } = null!;

    public SiteAlarms Alarms { get; private set; } = null!;

    public static Zone Lane { get; } = new(
        "lane", ZoneKind.Pad, new Polygon([new Ring([new(-500, -500), new(500, -500), new(500, 500), new(-500, 500)])]))
    {
        SpeedLimit = 50, IsExclusive = true,
    };

    public static Map Ground { get; } = new("ground", new LocalProjection(new Position(57.78, 12.77)), null, [Lane], []);

    public static PersonAction Erika(long time) => new("Erika", "seen", time);

    /// <summary>The vehicles as the site sees them now.</summary>
    public void Judge(params VehiclePresence[] vehicles) => Alarms.Judge(new SiteMoment(Ground, 1, vehicles, Now));

    /// <summary>A vehicle that drives through the lane without being in it as a booking would have it.</summary>
    public static VehiclePresence Driving(string vehicle, double speed, double east = 0, double north = 0) => new(
        VehicleName.TryParse(vehicle, out var name) ? name : throw new ArgumentException(vehicle), VehicleDescription.Unknown,
        new VehicleFix(0, new LocalPosition(east, north), 0, speed, 0, 0), 0)
    {
        StrictZones = [Lane], Zones = [new ZonePresence(Lane, ZoneState.Uncertain, 0)],
    };

    /// <summary>Goes on with what the disk has.</summary>
    public void Restart()
    {
        Database.Dispose();
        Open();
    }

    /// <summary>Lets all writing of alarms fail, or no longer.</summary>
    public void Break(bool isBroken)
    {
        using var other = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, SiteDatabase.FileName)};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = isBroken
            ? "CREATE TRIGGER broken BEFORE INSERT ON alarm_transition BEGIN SELECT RAISE(ABORT, 'broken'); END"
            : "DROP TRIGGER broken";
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Database.Dispose();
        folder.Delete(recursive: true);
    }

    private void Open()
    {
        Database = SiteDatabase.Open(folder.FullName);
        Bookings = new SiteBookings(Database, Options, Time);
        Alarms = new SiteAlarms(Database, Options, Bookings, Warnings, NullLogger<SiteAlarms>.Instance);
    }
}

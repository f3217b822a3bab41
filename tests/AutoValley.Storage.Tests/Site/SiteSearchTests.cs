using AutoValley.Storage.Site;
using AutoValley.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Site;

/// <summary>What a search of site.db costs, in steps of SQLite's virtual machine: as much with a long record behind it as with a short one.</summary>
public sealed class SiteSearchTests : IDisposable
{
    private const long Minute = 60_000_000_000;
    private const long Day = 1_440 * Minute;
    private const long Year = 365 * Day;

    private readonly TemporaryFolder folder = new();
    private readonly SiteDatabase site;
    private readonly SqliteConnection connection;

    public SiteSearchTests()
    {
        site = SiteDatabase.Open(folder.Path);
        connection = Database.OpenReader(Path.Combine(folder.Path, SiteDatabase.FileName), SiteSchema.Version)!;
        site.Maps.Add(
            new StoredMap { Sha256 = new byte[1], Bytes = 1, Name = "", File = "", Format = "", Zones = 1, Routes = 0, IsPlaced = true, Person = "", Time = 0 }, new byte[1]);
    }

    public void Dispose()
    {
        connection.Dispose();
        site.Dispose();
        folder.Dispose();
    }

    public static TheoryData<VisitQuestion> Visits => new(
        new VisitQuestion { From = Year },
        new VisitQuestion { From = Year, To = Year + Minute },
        new VisitQuestion { From = Year, Organisation = "acme" },
        new VisitQuestion { From = Year, Vehicles = ["acme/car-7"] },
        new VisitQuestion { From = Year, Vehicles = ["acme/car-7", "acme/car-8"] },
        new VisitQuestion { From = Year, Zone = "A" },
        new VisitQuestion { After = new StoredVisit("acme/car-1", "A", Year, 0, null, 0, false, 1) },
        new VisitQuestion { From = Year, After = new StoredVisit("acme/car-1", "A", Year, 0, null, 0, false, 1) },
        new VisitQuestion { Limit = 20 });

    [Theory]
    [MemberData(nameof(Visits))]
    public void Visits_AfterALongRecord_AreFoundInNoMoreSteps(VisitQuestion question)
    {
        // One goes on since the beginning and one took a month: neither has all of the others looked at.
        site.Visits.Put([Visit("acme/first", 0, null), Visit("acme/long", Year - (20 * Day), Year + (10 * Day))]);
        PutVisits(1_000, Year - Day);
        var few = Steps(VisitTable.Command(connection, question));
        PutVisits(20_000, 0);
        var many = Steps(VisitTable.Command(connection, question));
        Assert.Equal(few.Rows, many.Rows);
        Assert.InRange(many.Steps, 1, (few.Steps * 3) + 1_000);
    }

    [Fact]
    public void Bookings_AfterALongRecord_AreFoundInNoMoreSteps()
    {
        site.Bookings.Put(Booking(1, Year - (30 * Day), Year + Day));
        PutBookings(100, Year - Day);
        BookingQuestion[] questions = [new() { From = Year }, new() { From = Year, Organisation = "acme" }, new() { After = (Year, 5) }, new() { Organisation = "acme", After = (Year, 5) }];
        var few = questions.Select(question => Steps(BookingTable.Command(connection, question))).ToArray();
        PutBookings(20_000, 0);
        foreach (var (before, question) in few.Zip(questions))
        {
            var after = Steps(BookingTable.Command(connection, question));
            Assert.Equal(before.Rows, after.Rows);
            Assert.InRange(after.Steps, 1, (before.Steps * 3) + 1_000);
        }
    }

    [Fact]
    public void Alarms_AmongManyOthers_AreFoundInNoMoreSteps()
    {
        PutAlarms(1, 50, "Z", "acme/car", "acme");
        PutAlarms(51, 20_000, "Y", "bravo/car", "bravo");
        AlarmQuestion[] questions =
        [
            new() { Zone = "Z", Limit = 20 }, new() { Vehicle = "acme/car", Limit = 20 }, new() { Organisation = "acme", Limit = 20 }, new() { Vehicle = "acme/other", Limit = 20 },
            new() { Organisation = "acme", Vehicle = "acme/car", Limit = 20 }, new() { Kinds = [3], Limit = 20 }, new() { OpenOnly = true, Limit = 20 }, new() { Before = 40, Limit = 20 },
        ];
        foreach (var question in questions)
        {
            var found = Steps(AlarmTable.Command(connection, question));
            Assert.Equal(20, found.Rows);
            Assert.InRange(found.Steps, 1, 4_000);
        }
    }

    [Fact]
    public void Audit_OfOneSubjectAmongMany_IsFoundInFewSteps()
    {
        site.Audit.Add(new AuditEntry(0, 1, "Ann", "clear vehicle", "acme/car", ""));
        site.InTransaction(() =>
        {
            for (var entry = 0; entry < 20_000; entry++)
                site.Audit.Add(new AuditEntry(0, 1, "Ann", "clear vehicle", "acme/van", ""));
            return true;
        });
        Assert.InRange(Steps(AuditTable.Command(connection, long.MaxValue, "acme/car", 100)) is (1, var steps) ? steps : long.MaxValue, 1, 500);
        Assert.InRange(Steps(AuditTable.Command(connection, 500, "", 10)) is (10, var page) ? page : long.MaxValue, 1, 500);
    }

    private (int Rows, long Steps) Steps(SqliteCommand command)
    {
        var steps = 0L;
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, 1, _ =>
        {
            steps++;
            return 0;
        }, null);
        using (command)
            return (command.Rows(_ => true).Count, steps);
    }

    private void PutVisits(int count, long from) => site.Visits.Put(Enumerable.Range(0, count).Select(number =>
        Visit($"acme/car-{number % 20}", from + (number * Minute), from + ((number + 3) * Minute))));

    private static StoredVisit Visit(string vehicle, long enter, long? leave) => new(vehicle, "A", enter, leave ?? enter, leave, 3, false, 1);

    private void PutBookings(int count, long from) => site.InTransaction(() =>
    {
        var last = site.Bookings.Newest.LastId;
        for (var number = 0; number < count; number++)
            site.Bookings.Put(Booking(last + number + 1, from + (number * 20 * Minute), from + ((number * 20) + 30) * Minute));
        return true;
    });

    private static StoredBooking Booking(long id, long from, long to) => new(id, id, "acme", from, to);

    private void PutAlarms(int first, int count, string zone, string vehicle, string organisation) => site.Alarms.Put(Enumerable.Range(first, count).Select(id => (
        new StoredAlarm(id, first == 1 ? 3 : 4, 1, first == 1 ? 1 : StoredAlarm.Closed)
        {
            Zone = zone, Vehicle = vehicle, Other = $"{organisation}/other", Organisations = [organisation],
        },
        new StoredAlarmTransition(id, id, 1, 1, 1, "", ""))));
}

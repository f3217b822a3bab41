using System.Text;
using AutoValley.Server.Services;
using AutoValley.Server.Site.Bookings;
using AutoValley.Server.Tests.Services;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Tests.Site;

public sealed class SiteMapAnswersTests : IAsyncLifetime
{
    private readonly SiteUnderTest site = new();
    private readonly SiteBookings bookings;

    public SiteMapAnswersTests() => bookings = new SiteBookings(site.Database, site.Options, site.Time);

    private SiteMapAnswers Answers => new(site.Maps, site.Room, bookings, site.Time);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task Import_SameBytesTwice_IsOneVersion()
    {
        var first = await ImportAsync(MadeDrive.Map);
        var again = await ImportAsync(MadeDrive.Map);
        Assert.Equal((1u, true, 1u, false), (first.Map.Version, first.NewVersion, again.Map.Version, again.NewVersion));
        Assert.Equal((5u, "GeoJSON", true, false), (first.Map.Zones, first.Map.Format, first.Map.Placed, first.Map.Active));
        Assert.Single(Answers.List(new ListMapsRequest()).Maps);
    }

    [Fact]
    public async Task Import_BrokenMap_IsRefusedWithFileAndReasonAndLeavesNothing()
    {
        var broken = Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n<OpenDRIVE>\n<road></OpenDRIVE>");
        var refused = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(broken, "ground.xodr"));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.StartsWith("ground.xodr: line 3: ", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(Answers.List(new ListMapsRequest()).Maps);
        Assert.Empty(site.Database.Audit.Newest(long.MaxValue, "", 1));
    }

    [Fact]
    public async Task Import_DryRun_KeepsNothing()
    {
        var answer = await Answers.ImportAsync(new ImportMapRequest { Content = ByteString.CopyFrom(MadeDrive.Map), DryRun = true });
        Assert.Equal((0u, 5u), (answer.Map.Version, answer.Map.Zones));
        Assert.Empty(Answers.List(new ListMapsRequest()).Maps);
    }

    [Fact]
    public async Task Activate_MapOnWhichBookingsCollide_TellsThemInTheAnswerAndTheAudit()
    {
        await ImportAsync(GroundMap.With(parentOfLane: null));
        await ImportAsync(GroundMap.With(parentOfLane: "track", isExclusive: true));
        await ImportAsync(MadeDrive.Map);
        Assert.Empty((await ActivateAsync(1)).Collisions);
        var booking = new SiteBookingAnswers(site.Database, bookings, site.Maps, site.Time);
        foreach (var (organisation, zone) in new[] { ("acme", "track"), ("bravo", "lane"), ("charlie", "yard") })
        {
            var draft = new Booking { Organisation = organisation, FromTime = site.Now + 10, ToTime = site.Now + 100, Zones = { zone } };
            booking.Create(new CreateBookingRequest { Person = "Ann", Booking = draft });
        }
        var collision = Assert.Single((await ActivateAsync(2)).Collisions);
        Assert.Equal((1ul, "acme", 2ul, "bravo", site.Now + 10, site.Now + 100), (collision.Booking, collision.Organisation, collision.Other, collision.OtherOrganisation, collision.FromTime, collision.ToTime));
        Assert.Equal(["lane"], collision.Zones);
        Assert.Equal("booking 1 of acme and 2 of bravo collide in lane", site.Database.Audit.Newest(long.MaxValue, "map 2", 1).Single().Note);
        // What the map does not have is told too.
        Assert.Equal([(1ul, 0ul, "track"), (2ul, 0ul, "lane"), (3ul, 0ul, "yard")], (await ActivateAsync(3)).Collisions.Select(one => (one.Booking, one.Other, one.Zones.Single())));
    }

    [Fact]
    public async Task Import_WithoutAPerson_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Answers.ImportAsync(new ImportMapRequest { Content = ByteString.CopyFrom(MadeDrive.Map) }));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Activate_Version_IsTheActiveOneAndInTheAudit()
    {
        await ImportAsync(MadeDrive.Map);
        await ImportAsync(MadeDrive.OtherMap);
        var activate = Answers.ActivateAsync(new ActivateMapRequest { Version = 2, Person = "Ann", Note = "opens today" });
        await site.DoneAsync(activate);
        Assert.Equal([true, false], Answers.List(new ListMapsRequest()).Maps.Select(map => map.Active));
        Assert.Equal(("activate map", "Ann", "opens today"), site.Database.Audit.Newest(long.MaxValue, "map 2", 1)[0] is var entry ? (entry.Action, entry.Person, entry.Note) : default);
        var missing = await Assert.ThrowsAsync<RpcException>(() => Answers.ActivateAsync(new ActivateMapRequest { Version = 3, Person = "Ann" }));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Import_ToBeActiveOfAMapWithoutAPlace_IsRefusedAndLeavesNothing()
    {
        var nowhere = Encoding.UTF8.GetBytes("""
            <OpenDRIVE><header revMajor="1" revMinor="6"/><road id="1" length="20" junction="-1">
            <planView><geometry s="0" x="0" y="0" hdg="0" length="20"><line/></geometry></planView>
            <lanes><laneSection s="0"><center><lane id="0" type="none"/></center><right><lane id="-1" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/></lane></right></laneSection></lanes>
            </road></OpenDRIVE>
            """);
        var refused = await Assert.ThrowsAsync<RpcException>(() => Answers.ImportAsync(
            new ImportMapRequest { Content = ByteString.CopyFrom(nowhere), File = "a.xodr", Person = "Ann", Activate = true }));
        Assert.Equal((StatusCode.FailedPrecondition, "a.xodr does not say where on the Earth it lies, and cannot become active"), (refused.StatusCode, refused.Status.Detail));
        Assert.Empty(Answers.List(new ListMapsRequest()).Maps);
        Assert.False((await ImportAsync(nowhere)).Map.Placed);
    }

    [Fact]
    public async Task List_DatabaseThatFails_IsUnavailable()
    {
        await ImportAsync(MadeDrive.Map);
        site.Break("ALTER TABLE map RENAME TO lost");
        Assert.Equal(StatusCode.Unavailable, Assert.Throws<RpcException>(() => Answers.List(new ListMapsRequest())).StatusCode);
        var get = await Assert.ThrowsAsync<RpcException>(() => Answers.GetAsync(new GetMapRequest { Version = 1 }, Writer<GetMapResponse>([]), CancellationToken.None));
        Assert.Equal(StatusCode.Unavailable, get.StatusCode);
    }

    [Fact]
    public void ListAudit_LongNotes_IsCutIntoPagesThatClientsTake()
    {
        for (var i = 0; i < 20; i++)
            site.Database.Audit.Add(new AutoValley.Storage.Site.AuditEntry(0, i, "Ann", "book", $"booking {i}", new string('n', 250_000)));
        var answers = new SiteAuditAnswers(site.Database);
        var first = answers.List(new ListAuditRequest());
        Assert.InRange(first.CalculateSize(), 3 << 20, (4 << 20) - 1);
        var second = answers.List(new ListAuditRequest { PageToken = first.NextPageToken });
        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(i => $"booking {i}"), first.Entries.Concat(second.Entries).Select(entry => entry.Subject));
        Assert.Empty(second.NextPageToken);
    }

    [Fact]
    public async Task Get_Version_HasZonesOnTheEarth()
    {
        await ImportAsync(MadeDrive.Map);
        List<GetMapResponse> parts = [];
        await Answers.GetAsync(new GetMapRequest { Version = 1 }, Writer(parts), CancellationToken.None);
        Assert.Equal(1u, parts[0].Head.Map.Version);
        var zone = parts[1].Zones.Zones[0];
        Assert.Equal("A", zone.Name);
        Assert.Equal((12.0, 57.001), (Math.Round(zone.Rings[0].Longitudes.Min(), 9), Math.Round(zone.Rings[0].Latitudes.Max(), 9)));
        var none = await Assert.ThrowsAsync<RpcException>(() => Answers.GetAsync(new GetMapRequest(), Writer(parts), CancellationToken.None));
        Assert.Equal(StatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Export_Original_IsTheBytesThatCame()
    {
        await ImportAsync(MadeDrive.Map);
        List<ExportMapResponse> parts = [];
        await Answers.ExportAsync(new ExportMapRequest { Version = 1, Format = MapFormat.Original }, Writer(parts), CancellationToken.None);
        Assert.Equal(MadeDrive.Map, parts.SelectMany(part => part.Data));
        parts.Clear();
        await Answers.ExportAsync(new ExportMapRequest { Version = 1, Format = MapFormat.Svg }, Writer(parts), CancellationToken.None);
        Assert.Contains("<svg", Encoding.UTF8.GetString([.. parts.SelectMany(part => part.Data)]), StringComparison.Ordinal);
    }

    private async Task<ActivateMapResponse> ActivateAsync(uint version)
    {
        var activate = Answers.ActivateAsync(new ActivateMapRequest { Version = version, Person = "Ann" });
        await site.DoneAsync(activate);
        return await activate;
    }

    private Task<ImportMapResponse> ImportAsync(byte[] content, string file = "ground.geojson") =>
        Answers.ImportAsync(new ImportMapRequest { Content = ByteString.CopyFrom(content), File = file, Person = "Ann" });

    private static StreamWriterStub<T> Writer<T>(List<T> parts) => new(part =>
    {
        parts.Add(part);
        return Task.CompletedTask;
    });
}

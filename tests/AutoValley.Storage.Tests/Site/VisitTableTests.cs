using AutoValley.Storage.Site;

namespace AutoValley.Storage.Tests.Site;

public sealed class VisitTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SiteDatabase site;

    public VisitTableTests()
    {
        site = SiteDatabase.Open(folder.Path);
        site.Maps.Add(
            new StoredMap { Sha256 = new byte[1], Bytes = 1, Name = "", File = "", Format = "", Zones = 1, Routes = 0, IsPlaced = true, Person = "", Time = 0 }, new byte[1]);
        site.Visits.Put(
        [
            new StoredVisit("acme/car", "A", 10, 19, 20, 3, false, 1), new StoredVisit("acme/car", "B", 20, 22, null, 2, false, 1),
            new StoredVisit("acme/van", "A", 15, 15, 16, 1, true, 1), new StoredVisit("acme0/car", "A", 12, 12, 13, 1, false, 1),
        ]);
    }

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Find_All_IsByEnterTime() =>
        Assert.Equal([10L, 12, 15, 20], site.Visits.Find(new VisitQuestion()).Select(visit => visit.Enter));

    [Fact]
    public void Find_OfAnOrganisation_LeavesOutThoseThatBeginAlike() =>
        Assert.Equal([10L, 15, 20], site.Visits.Find(new VisitQuestion { Organisation = "acme" }).Select(visit => visit.Enter));

    [Fact]
    public void Find_OfVehiclesAndZone_IsBoth() =>
        Assert.Equal([10L, 12], site.Visits.Find(new VisitQuestion { Zone = "A", Vehicles = ["acme/car", "acme0/car"] }).Select(visit => visit.Enter));

    [Theory]
    [InlineData(14, 15, new long[] { 10 })]
    [InlineData(16, 20, new long[] { 10, 15 })]
    [InlineData(1_000, 2_000, new long[] { 20 })]
    [InlineData(0, 10, new long[0])]
    public void Find_InATime_IsWhatSharesIt(long from, long to, long[] enters) =>
        Assert.Equal(enters, site.Visits.Find(new VisitQuestion { From = from, To = to }).Select(visit => visit.Enter));

    [Fact]
    public void Find_PageAfterPage_GivesEachOnce()
    {
        List<StoredVisit> found = [];
        while (site.Visits.Find(new VisitQuestion { After = found.LastOrDefault(), Limit = 1 }) is [var visit])
            found.Add(visit);
        Assert.Equal([10L, 12, 15, 20], found.Select(visit => visit.Enter));
    }

    [Fact]
    public void Put_VisitThatIsKnown_ReplacesIt()
    {
        site.Visits.Put([new StoredVisit("acme/car", "B", 20, 29, 30, 9, true, 1)]);
        var visit = Assert.Single(site.Visits.Find(new VisitQuestion { Zone = "B" }));
        Assert.Equal(new StoredVisit("acme/car", "B", 20, 29, 30, 9, true, 1), visit);
    }

    [Fact]
    public void Remove_Visit_IsGone()
    {
        site.Visits.Remove(site.Visits.Find(new VisitQuestion { Zone = "B" }));
        Assert.Empty(site.Visits.Find(new VisitQuestion { Zone = "B" }));
    }
}

using AutoValley.Server.Site.Judging;
using AutoValley.Site;
using AutoValley.Site.Occupancy;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Site;

public sealed class VisitLedgerTests
{
    private static readonly VehicleName Car = new("acme", "car");

    private readonly Map map = MapFile.Read(MadeDrive.Map);
    private readonly VisitLedger ledger = new(new VisitOptions());

    [Fact]
    public void GoOn_FixesCameMeanwhile_AreJudgedFromTheOtherState()
    {
        ledger.ChangeMap(map, 1);
        foreach (var time in new[] { 10, 20, 30 })
            Take(time, 12.0025);
        Take(5, 12.0025);
        var record = ledger.Find(Car)!;
        Assert.Equal(new RecordSpan(5, 5), record.BeginRejudging());
        // C is left for D while somebody judges.
        Take(40, 12.0025);
        Take(50, 12.0035);
        var wrong = ledger.GoOn(record, new VisitState(30, [new Visit(Car, "C", 5, null, 4) { IsLate = true }]));
        Assert.Equal([new StoredVisit("acme/car", "C", 10, 50, 50, 4, false, 1)], wrong);
        Assert.Equal(
            [new StoredVisit("acme/car", "C", 5, 50, 50, 5, true, 1), new StoredVisit("acme/car", "D", 50, 50, null, 1, false, 1)],
            ledger.Changes());
        Assert.Empty(ledger.LateVehicles);
    }

    private void Take(long time, double longitude) => ledger.Take(Car, new VehicleFix(time, map.Projection.Project(57.0005, longitude)));
}
